package milena.ingest.converse;

/** One line from a client, as far as it could be read. */
sealed interface Command {

  /**
   * A line with a verb of the table.
   *
   * @param argument what followed it, without blanks around it; each character is one byte as it
   *     came
   */
  record Known(Verb verb, String argument) implements Command {}

  /**
   * A line that answers a challenge.
   *
   * @param text as it came, each character one byte
   */
  record Answer(String text) implements Command {
    @Override
    public String toString() {
      return "Answer[]";
    }
  }

  /** A well-formed line with any other verb, or none. */
  record Unknown() implements Command {}

  /** A line of HTTP: what follows is a browser's, and no command. */
  record Http() implements Command {}

  /** A line longer than any command may be; it has been skipped. */
  record TooLong() implements Command {}

  /** A line with a bare CR, a bare LF or a NUL: two servers could read it differently. */
  record Unclean() implements Command {}

  /** So many bytes without a line end that this is no SMTP client. */
  record Endless() implements Command {}
}
