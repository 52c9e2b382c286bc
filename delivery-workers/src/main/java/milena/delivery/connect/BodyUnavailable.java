package milena.delivery.connect;

/** The body cannot be read now, for the log is away; a later attempt may. */
public final class BodyUnavailable extends Exception {

  /** With a reason that may be shown to the sender's operator. */
  public BodyUnavailable(String reason) {
    super(reason);
  }
}
