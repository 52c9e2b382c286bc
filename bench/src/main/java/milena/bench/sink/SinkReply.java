package milena.bench.sink;

/**
 * One SMTP reply of one line (RFC 5321 section 4.2).
 *
 * @param code the reply code, 200 to 599
 * @param enhanced the enhanced status code of RFC 3463, or empty where there is none (354)
 * @param text what people read
 */
public record SinkReply(int code, String enhanced, String text) {
  static final SinkReply ACCEPTED = new SinkReply(250, "2.0.0", "Ok: queued as ");
  static final SinkReply OK = new SinkReply(250, "2.0.0", "Ok");
  static final SinkReply SENDER_OK = new SinkReply(250, "2.1.0", "Ok");
  static final SinkReply RECIPIENT_OK = new SinkReply(250, "2.1.5", "Ok");
  static final SinkReply SEND_DATA = new SinkReply(354, "", "End data with <CR><LF>.<CR><LF>");
  static final SinkReply BYE = new SinkReply(221, "2.0.0", "Bye");

  static final SinkReply BUSY = new SinkReply(421, "4.3.2", "Too busy, try again later");
  static final SinkReply TOO_MANY_CONNECTIONS = new SinkReply(421, "4.7.0", "Too many connections");
  static final SinkReply TOO_MANY_ERRORS = new SinkReply(421, "4.7.0", "Too many errors");
  static final SinkReply IDLE = new SinkReply(421, "4.4.2", "Nothing heard for too long");
  static final SinkReply TRY_LATER = new SinkReply(451, "4.7.1", "Try again later");
  static final SinkReply TOO_MANY_RECIPIENTS = new SinkReply(452, "4.5.3", "Too many recipients");

  static final SinkReply LINE_TOO_LONG = new SinkReply(500, "5.5.2", "Line too long");
  static final SinkReply UNKNOWN_COMMAND = new SinkReply(500, "5.5.2", "Command not recognized");
  static final SinkReply BAD_ARGUMENTS = new SinkReply(501, "5.5.4", "Arguments not understood");
  static final SinkReply OUT_OF_ORDER = new SinkReply(503, "5.5.1", "Bad sequence of commands");
  static final SinkReply NO_RECIPIENTS = new SinkReply(554, "5.5.1", "No valid recipients");
  static final SinkReply BAD_PARAMETER = new SinkReply(555, "5.5.4", "Parameter not supported");
  static final SinkReply UNKNOWN_USER = new SinkReply(550, "5.1.1", "User unknown");
  static final SinkReply BLOCKED = new SinkReply(550, "5.7.1", "Message refused by policy");
  static final SinkReply MAILBOX_FULL = new SinkReply(552, "5.2.2", "Mailbox full");
  static final SinkReply TOO_BIG = new SinkReply(552, "5.3.4", "Message too big");

  /** Checks the code. */
  public SinkReply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("not an SMTP reply code: " + code);
    }
  }

  /** Returns code and enhanced code, as reports count them: {@code 451 4.7.1}. */
  public String key() {
    return enhanced.isEmpty() ? Integer.toString(code) : code + " " + enhanced;
  }

  boolean isProtocolError() {
    return code >= 500 && code <= 503;
  }
}
