package milena.delivery.connect;

/** The body can never be read: its reference was refused, or the bytes are no longer there. */
public final class BodyGone extends Exception {

  /** With a reason that may be shown to the sender's operator. */
  public BodyGone(String reason) {
    super(reason);
  }
}
