package milena.delivery.outcome;

/** Where in a session something was decided. */
public enum SessionStage {
  /** Before there was a host to connect to. */
  ROUTE("route"),
  /** Reading envelope and body, or making the message fit for the next hop. */
  BODY("body"),
  /** Opening the TCP connection. */
  CONNECT("connect"),
  /** Waiting for the greeting. */
  BANNER("banner"),
  /** EHLO or HELO. */
  EHLO("ehlo"),
  /** STARTTLS and the handshake. */
  STARTTLS("starttls"),
  /** MAIL. */
  MAIL("mail"),
  /** RCPT. */
  RCPT("rcpt"),
  /** DATA, and the message up to the final dot. */
  DATA("data"),
  /** From the final dot on. */
  FINAL_DOT("final-dot");

  private final String word;

  SessionStage(String word) {
    this.word = word;
  }

  /** As it is written into the attempt's result. */
  public String word() {
    return word;
  }
}
