package milena.http.compose;

/** Content of which no message can be made; never leaves this package. */
final class Fault extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String detail;
  private final String pointer;

  Fault(String detail, String pointer) {
    this(422, detail, pointer);
  }

  Fault(int status, String detail, String pointer) {
    super(detail, null, false, false);
    this.status = status;
    this.detail = detail;
    this.pointer = pointer;
  }

  Composed.Faulty toResult() {
    return new Composed.Faulty(status, detail, pointer);
  }
}
