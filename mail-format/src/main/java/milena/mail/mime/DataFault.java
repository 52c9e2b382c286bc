package milena.mail.mime;

/** Why content that came after DATA is not accepted. */
public enum DataFault {
  /** A CR that no LF follows: a line end to some servers and not to others (RFC 5321 §2.3.8). */
  BARE_CR("bare CR in the content"),
  /** An LF without a CR before it, likewise. */
  BARE_LF("bare LF in the content"),
  /** A NUL octet, at which many readers take a line to end (RFC 5322 §2.2). */
  NUL("NUL octet in the content"),
  /** A line over the limit (RFC 5321 §4.5.3.1.6). */
  LINE_TOO_LONG("a line is too long"),
  /** More octets than the announced or configured maximum (RFC 1870). */
  TOO_BIG("the message is too big");

  private final String text;

  DataFault(String text) {
    this.text = text;
  }

  /** Constant English text for a reply. */
  public String text() {
    return text;
  }
}
