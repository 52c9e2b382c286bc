package milena.runtime.stage;

/** The local store cannot be read or written: the disk is full, or the files are damaged. */
public final class StoreFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreFailure(String doing, Throwable cause) {
    super("the local store failed to " + doing + ": " + cause.getMessage(), cause);
  }
}
