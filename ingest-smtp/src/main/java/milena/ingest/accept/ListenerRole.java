package milena.ingest.accept;

/** What a listener is for, and so what its clients may do. */
public enum ListenerRole {
  /** For users and their programs (RFC 6409): they log in, and may then send to anyone. */
  SUBMISSION,
  /** For our own machines: those of the relay networks, or with a certificate of our CA, may. */
  RELAY,
  /**
   * For what comes back from others: bounces and complaints. It takes mail for our own domains only
   * ({@link ReportRules}), and such mail goes nowhere but into {@code mail.inbound}.
   */
  REPORTS
}
