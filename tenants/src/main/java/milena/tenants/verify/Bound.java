package milena.tenants.verify;

/** Whether an exchange is bound to its connection as both sides want. */
sealed interface Bound {

  /** It is, by these bytes. */
  final class Yes implements Bound {

    /** Both want no binding. */
    static final Yes WITHOUT = new Yes(new byte[0]);

    private final byte[] data;

    Yes(byte[] data) {
      this.data = data;
    }

    byte[] data() {
      return data;
    }
  }

  /** It is not. */
  record No(ScramFailure reason) implements Bound {}
}
