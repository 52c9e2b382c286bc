package milena.delivery.send;

/**
 * Parameters that a server offered to take, each with a space before it.
 *
 * @param mail of MAIL; empty for none
 * @param rcpt of RCPT; empty for none
 */
public record Extras(String mail, String rcpt) {

  /** None. */
  public static final Extras NONE = new Extras("", "");
}
