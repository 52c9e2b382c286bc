package milena.ingest.converse;

/** One line from a client, as far as it could be read. */
sealed interface Command {

  /**
   * A line with a verb of the table.
   *
   * @param argument what followed it, without blanks around it
   */
  record Known(Verb verb, byte[] argument) implements Command {}

  /** A well-formed line with any other verb, or none. */
  record Unknown() implements Command {}

  /** A line longer than any command may be; it has been skipped. */
  record TooLong() implements Command {}

  /** A line with a bare CR, a bare LF or a NUL: two servers could read it differently. */
  record Unclean() implements Command {}

  /** So many bytes without a line end that this is no SMTP client. */
  record Endless() implements Command {}
}
