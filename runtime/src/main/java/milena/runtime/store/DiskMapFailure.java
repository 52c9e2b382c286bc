package milena.runtime.store;

/** The map cannot be read or written: the disk is full, or the files are damaged. */
public final class DiskMapFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DiskMapFailure(String doing, Throwable cause) {
    super("the map on disk failed to " + doing + ": " + cause.getMessage(), cause);
  }
}
