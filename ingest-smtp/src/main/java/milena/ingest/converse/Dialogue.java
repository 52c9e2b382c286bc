package milena.ingest.converse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.accept.Acceptance;
import milena.ingest.accept.Peer;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Greeted;
import milena.ingest.converse.Session.Hello;
import milena.ingest.converse.Session.Identified;
import milena.ingest.converse.Session.InTransaction;
import milena.ingest.converse.Session.Listening;
import milena.ingest.converse.Session.ReceivingData;
import milena.ingest.converse.Session.Securing;
import milena.ingest.converse.Session.Submitting;
import milena.mail.reply.SmtpReply;

/**
 * The machine: (state, command) → (next state, reply). Knows no socket and no clock; what it is
 * told it answers, always in the same way.
 */
final class Dialogue {

  /** Errors after which the client is sent away: far more than any working client makes. */
  static final int MAX_ERRORS = 20;

  private static final int MAX_NAME = 255;

  private final Acceptance acceptance;
  private final Peer peer;
  private final StartTls.Offer startTls;
  private final boolean relays;
  private final Optional<SmtpReply> refusal;

  /** Talks to one client, of whom nothing more becomes known while this dialogue lasts. */
  Dialogue(Acceptance acceptance, Peer peer, StartTls.Offer startTls) {
    this.acceptance = acceptance;
    this.peer = peer;
    this.startTls = startTls;
    this.relays = acceptance.relays(peer);
    this.refusal = acceptance.refusal(peer);
  }

  /** Why this client may not begin a transaction. */
  Optional<SmtpReply> refusal() {
    return refusal;
  }

  /** The first word is the server's. */
  Turn greeting() {
    return new Turn(
        new Greeted(0), SmtpReply.of(220, acceptance.rules().hostname() + " ESMTP Milena"));
  }

  /** Answers one line. */
  Turn on(Listening session, Command command) {
    var turn =
        switch (command) {
          case Command.Known(Verb verb, String argument) ->
              verb.refusal(this, session)
                  .map(reply -> stay(session, reply))
                  .orElseGet(() -> verb.turn(this, session, argument));
          case Command.Unknown _ -> stay(session, Replies.UNKNOWN);
          case Command.TooLong _ -> stay(session, Replies.TOO_LONG);
          case Command.Unclean _ -> stay(session, Replies.UNCLEAN);
          case Command.Endless _ ->
              new Turn(new Closing(session.errors() + 1), Replies.TOO_MANY_ERRORS);
        };
    return counted(turn);
  }

  /**
   * Answers the whole message, once it is known what became of it.
   *
   * @param inStep whether client and server surely mean the same place by its end; if not, what
   *     follows may be part of it to the client, and must not be read as commands
   */
  Turn afterData(Submitting session, SmtpReply reply, boolean inStep) {
    if (!inStep) {
      return new Turn(new Closing(session.errors() + 1), reply);
    }
    int errors = session.errors() + (reply.isPermanent() ? 1 : 0);
    return new Turn(new Identified(session.hello(), errors), reply);
  }

  private static Turn counted(Turn turn) {
    if (!turn.reply().isPermanent() || !(turn.next() instanceof Listening listening)) {
      return turn;
    }
    var next = listening.withError();
    return next.errors() > MAX_ERRORS
        ? new Turn(new Closing(next.errors()), Replies.TOO_MANY_ERRORS)
        : new Turn(next, turn.reply());
  }

  private static Turn stay(Listening session, SmtpReply reply) {
    return new Turn(session, reply);
  }

  Turn ehlo(Listening session, String argument) {
    var rules = acceptance.rules();
    var lines = new ArrayList<String>();
    lines.add(rules.hostname());
    lines.add("PIPELINING");
    lines.add("SIZE " + rules.maxSize());
    lines.add("8BITMIME");
    lines.add("SMTPUTF8");
    lines.add("ENHANCEDSTATUSCODES");
    if (peer.tls() == null && startTls == StartTls.Offer.READY) {
      lines.add("STARTTLS");
    }
    return hello(session, argument, true, new SmtpReply(250, lines));
  }

  Turn helo(Listening session, String argument) {
    return hello(session, argument, false, SmtpReply.of(250, acceptance.rules().hostname()));
  }

  private static Turn hello(Listening session, String argument, boolean extended, SmtpReply reply) {
    if (argument.isEmpty()) {
      return stay(session, Replies.NAME_NEEDED);
    }
    return new Turn(new Identified(new Hello(safe(argument), extended), session.errors()), reply);
  }

  // What is not part of a host name or address literal could end the comment or the field it is
  // written into.
  private static String safe(String name) {
    int length = Math.min(name.length(), MAX_NAME);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._:[]".indexOf(c) >= 0);
      text.append(plain ? c : '?');
    }
    return text.toString();
  }

  Turn mail(Listening session, String argument) {
    return switch (session) {
      case Identified(Hello hello, int errors) ->
          switch (acceptance.sender(argument, hello.extended())) {
            case Accepted(var sender) ->
                new Turn(
                    new InTransaction(hello, new Transaction(sender, List.of()), errors),
                    Replies.SENDER_OK);
            case Refused(var reply) -> stay(session, reply);
            case Deferred(var reply) -> stay(session, reply);
          };
      case Greeted _, InTransaction _ -> throw notAllowed(Verb.MAIL);
    };
  }

  Turn rcpt(Listening session, String argument) {
    return switch (session) {
      case InTransaction(Hello hello, Transaction transaction, int errors) ->
          switch (acceptance.recipient(
              argument, transaction.sender(), transaction.recipients().size(), relays)) {
            case Accepted(var recipient) ->
                new Turn(
                    new InTransaction(hello, transaction.with(recipient), errors),
                    Replies.RECIPIENT_OK);
            case Refused(var reply) -> stay(session, reply);
            case Deferred(var reply) -> stay(session, reply);
          };
      case Greeted _, Identified _ -> throw notAllowed(Verb.RCPT);
    };
  }

  Turn data(Listening session, String argument) {
    if (!argument.isEmpty()) {
      return stay(session, Replies.NO_ARGUMENT);
    }
    return switch (session) {
      case InTransaction(Hello hello, Transaction transaction, int errors) ->
          new Turn(new ReceivingData(hello, transaction, errors), Replies.GO_AHEAD);
      case Greeted _, Identified _ -> throw notAllowed(Verb.DATA);
    };
  }

  Turn rset(Listening session, String argument) {
    return switch (session) {
      case Greeted greeted -> new Turn(greeted, Replies.OK);
      case Identified identified -> new Turn(identified, Replies.OK);
      case InTransaction(Hello hello, Transaction _, int errors) ->
          new Turn(new Identified(hello, errors), Replies.OK);
    };
  }

  Turn noop(Listening session, String argument) {
    return stay(session, Replies.OK);
  }

  Turn quit(Listening session, String argument) {
    return new Turn(new Closing(session.errors()), Replies.BYE);
  }

  Turn vrfy(Listening session, String argument) {
    return stay(session, Replies.VRFY);
  }

  Turn help(Listening session, String argument) {
    return stay(session, Replies.HELP);
  }

  Turn starttls(Listening session, String argument) {
    if (!argument.isEmpty()) {
      return stay(session, Replies.NO_ARGUMENT);
    }
    if (peer.tls() != null) {
      return stay(session, Replies.TLS_ALREADY);
    }
    return switch (startTls) {
      case NEVER -> stay(session, Replies.NO_TLS_HERE);
      case NO_CERTIFICATE -> stay(session, Replies.NO_CERTIFICATE);
      case READY -> new Turn(new Securing(session.errors()), Replies.READY_FOR_TLS);
    };
  }

  private static IllegalStateException notAllowed(Verb verb) {
    return new IllegalStateException("the table allowed " + verb + " in a state without it");
  }
}
