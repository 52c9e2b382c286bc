package milena.ingest.converse;

import java.util.Optional;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Listening;
import milena.mail.reply.SmtpReply;

/**
 * The server's answer to one command: what it says and where the conversation stands then.
 *
 * @param said empty while there is nothing to say yet
 */
record Turn(Session next, Optional<SmtpReply> said) {

  /** Errors after which the client is sent away: far more than any working client makes. */
  static final int MAX_ERRORS = 20;

  /** One with a reply. */
  Turn(Session next, SmtpReply reply) {
    this(next, Optional.of(reply));
  }

  /** One whose reply comes later. */
  static Turn silent(Session next) {
    return new Turn(next, Optional.empty());
  }

  /** The same with what the client did wrong counted, or the end once that is too much. */
  Turn counted() {
    boolean wrong = said.isPresent() && said.get().isPermanent();
    if (!wrong || !(next instanceof Listening listening)) {
      return this;
    }
    var after = listening.withError();
    return after.errors() > MAX_ERRORS
        ? new Turn(new Closing(after.errors()), Replies.TOO_MANY_ERRORS)
        : new Turn(after, said);
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
