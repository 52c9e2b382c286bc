package milena.schemas;

/** Bytes in a topic that are not a record of the kind that belongs there. */
public final class UnreadableRecord extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the bytes. */
  public UnreadableRecord(String message) {
    super(message);
  }

  /** Says what is wrong with the bytes, and what met it. */
  public UnreadableRecord(String message, Throwable cause) {
    super(message, cause);
  }
}
