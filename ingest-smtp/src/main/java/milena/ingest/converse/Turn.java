package milena.ingest.converse;

import java.util.Optional;
import milena.mail.reply.SmtpReply;

/**
 * The server's answer to one command: what it says and where the conversation stands then.
 *
 * @param said empty while there is nothing to say yet
 */
record Turn(Session next, Optional<SmtpReply> said) {

  /** One with a reply. */
  Turn(Session next, SmtpReply reply) {
    this(next, Optional.of(reply));
  }

  /** One whose reply comes later. */
  static Turn silent(Session next) {
    return new Turn(next, Optional.empty());
  }

  /** Whether the client did something that will never do. */
  boolean isRefusal() {
    return said.isPresent() && said.get().isPermanent();
  }

  /**
   * What is said.
   *
   * @throws java.util.NoSuchElementException when nothing is
   */
  SmtpReply reply() {
    return said.orElseThrow();
  }
}
