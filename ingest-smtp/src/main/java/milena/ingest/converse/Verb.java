package milena.ingest.converse;

import java.util.Optional;
import milena.ingest.converse.Session.BetweenChunks;
import milena.ingest.converse.Session.Greeted;
import milena.ingest.converse.Session.Identified;
import milena.ingest.converse.Session.InTransaction;
import milena.ingest.converse.Session.Listening;
import milena.mail.reply.SmtpReply;

/** The table of commands: may it be said now, and if so, what is done. */
@SuppressWarnings(
    "ImmutableEnumChecker") // References to static and instance methods hold no state.
enum Verb {
  EHLO(Verb::always, Dialogue::ehlo),
  HELO(Verb::always, Dialogue::helo),
  MAIL(Verb::mailIsDue, Dialogue::mail),
  RCPT(Verb::inTransaction, Dialogue::rcpt),
  DATA(Verb::dataIsDue, Dialogue::data),
  RSET(Verb::always, Dialogue::rset),
  NOOP(Verb::always, Dialogue::noop),
  QUIT(Verb::always, Dialogue::quit),
  VRFY(Verb::always, Dialogue::vrfy),
  HELP(Verb::always, Dialogue::help),
  STARTTLS(Verb::always, Dialogue::starttls),
  AUTH(Verb::loginIsDue, Dialogue::auth),
  BDAT(Verb::always, Dialogue::bdat),
  XCLIENT(Verb::betweenTransactions, Dialogue::xclient);

  /** Whether a command may be said in a state: empty, or the reply that refuses it. */
  @FunctionalInterface
  interface Check {
    Optional<SmtpReply> refusal(Dialogue dialogue, Listening session);
  }

  /** What a command does in a state that its check allows. */
  @FunctionalInterface
  interface Proceed {
    Turn turn(Dialogue dialogue, Listening session, String argument);
  }

  private static final Verb[] ALL = values();

  private final Check check;
  private final Proceed proceed;

  Verb(Check check, Proceed proceed) {
    this.check = check;
    this.proceed = proceed;
  }

  /** The verb that these bytes spell in any case, if they spell one. */
  static Optional<Verb> of(byte[] line, int length) {
    for (var verb : ALL) {
      if (verb.isSpelledBy(line, length)) {
        return Optional.of(verb);
      }
    }
    return Optional.empty();
  }

  private boolean isSpelledBy(byte[] line, int length) {
    if (length != name().length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if ((line[i] & ~0x20) != name().charAt(i)) {
        return false;
      }
    }
    return true;
  }

  Optional<SmtpReply> refusal(Dialogue dialogue, Listening session) {
    return check.refusal(dialogue, session);
  }

  Turn turn(Dialogue dialogue, Listening session, String argument) {
    return proceed.turn(dialogue, session, argument);
  }

  private static Optional<SmtpReply> always(Dialogue dialogue, Listening session) {
    return Optional.empty();
  }

  private static Optional<SmtpReply> mailIsDue(Dialogue dialogue, Listening session) {
    return switch (session) {
      case Greeted _ -> Optional.of(Replies.HELLO_FIRST);
      case Identified _ -> dialogue.refusal();
      case InTransaction _, BetweenChunks _ -> Optional.of(Replies.NESTED_MAIL);
    };
  }

  private static Optional<SmtpReply> loginIsDue(Dialogue dialogue, Listening session) {
    return switch (session) {
      case Greeted _ -> Optional.of(Replies.HELLO_FIRST);
      case Identified(var hello, int _) ->
          hello.extended() ? Optional.empty() : Optional.of(Replies.HELLO_FIRST);
      case InTransaction _, BetweenChunks _ -> Optional.of(Replies.NESTED_MAIL);
    };
  }

  private static Optional<SmtpReply> betweenTransactions(Dialogue dialogue, Listening session) {
    return switch (session) {
      case Greeted _, Identified _ -> Optional.empty();
      case InTransaction _, BetweenChunks _ -> Optional.of(Replies.NESTED_MAIL);
    };
  }

  private static Optional<SmtpReply> inTransaction(Dialogue dialogue, Listening session) {
    return switch (session) {
      case Greeted _ -> Optional.of(Replies.HELLO_FIRST);
      case Identified _ -> Optional.of(Replies.MAIL_FIRST);
      case InTransaction _ -> Optional.empty();
      case BetweenChunks _ -> Optional.of(Replies.CHUNK_FIRST);
    };
  }

  private static Optional<SmtpReply> dataIsDue(Dialogue dialogue, Listening session) {
    return switch (session) {
      case Greeted _ -> Optional.of(Replies.HELLO_FIRST);
      case Identified _ -> Optional.of(Replies.MAIL_FIRST);
      case InTransaction inside ->
          inside.transaction().recipients().isEmpty()
              ? Optional.of(Replies.NO_RECIPIENTS)
              : Optional.empty();
      case BetweenChunks _ -> Optional.of(Replies.CHUNK_FIRST);
    };
  }
}
