package milena.ingest.converse;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.accept.Acceptance;
import milena.ingest.accept.AcceptanceRules;
import milena.ingest.accept.Peer;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Greeted;
import milena.ingest.converse.Session.Hello;
import milena.ingest.converse.Session.Identified;
import milena.ingest.converse.Session.InTransaction;
import milena.ingest.converse.Session.Listening;
import milena.ingest.converse.Session.LoggingIn;
import milena.ingest.converse.Session.ReceivingData;
import milena.ingest.converse.Session.Securing;
import milena.ingest.converse.Session.Submitting;
import milena.ingest.converse.Session.Verifying;
import milena.ingest.login.LoginDesk;
import milena.ingest.login.Mechanism;
import milena.ingest.login.Sasl;
import milena.ingest.login.SaslStep;
import milena.mail.reply.SmtpReply;
import milena.tenants.Verdict;

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
  private final Terms terms;
  private final boolean relays;
  private final Optional<SmtpReply> refusal;
  private final List<Mechanism> mechanisms;

  /**
   * What is so while a dialogue lasts.
   *
   * @param logins asked about who the client is
   * @param startTls whether the client may ask for TLS
   * @param began when the dialogue did, by the time of day
   */
  record Terms(LoginDesk logins, StartTls.Offer startTls, Instant began) {}

  /** Talks to one client, of whom nothing more becomes known while this dialogue lasts. */
  Dialogue(Acceptance acceptance, Peer peer, Terms terms) {
    this.acceptance = acceptance;
    this.peer = peer;
    this.terms = terms;
    this.relays = acceptance.relays(peer);
    this.refusal = acceptance.refusal(peer);
    this.mechanisms = terms.logins().offered(peer);
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
          case Command.Answer _ ->
              throw new IllegalStateException("an answer where nothing was asked");
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
    if (!turn.isRefusal() || !(turn.next() instanceof Listening listening)) {
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
    lines.add("MT-PRIORITY");
    lines.add("LIMITS RCPTMAX=" + rules.maxRecipients());
    lines.add(
        "FUTURERELEASE "
            + AcceptanceRules.MAX_HOLD.toSeconds()
            + ' '
            + terms.began().plus(AcceptanceRules.MAX_HOLD).truncatedTo(ChronoUnit.SECONDS));
    if (peer.tls() == null && terms.startTls() == StartTls.Offer.READY) {
      lines.add("STARTTLS");
    }
    if (!mechanisms.isEmpty()) {
      lines.add(
          mechanisms.stream().map(Mechanism::word).collect(Collectors.joining(" ", "AUTH ", "")));
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
          switch (acceptance.sender(argument, hello.extended(), terms.began())) {
            case Accepted(var sender) ->
                terms
                    .logins()
                    .objection(peer, sender, acceptance.rules().tenant())
                    .map(reply -> stay(session, reply))
                    .orElseGet(
                        () ->
                            new Turn(
                                new InTransaction(
                                    hello, new Transaction(sender, List.of()), errors),
                                Replies.SENDER_OK));
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
    return switch (terms.startTls()) {
      case NEVER -> stay(session, Replies.NO_TLS_HERE);
      case NO_CERTIFICATE -> stay(session, Replies.NO_CERTIFICATE);
      case READY -> new Turn(new Securing(session.errors()), Replies.READY_FOR_TLS);
    };
  }

  Turn auth(Listening session, String argument) {
    if (!(session instanceof Identified(Hello hello, int errors))) {
      throw notAllowed(Verb.AUTH);
    }
    if (mechanisms.isEmpty()) {
      return stay(
          session, terms.logins().wantsTls(peer) ? Replies.LOGIN_UNDER_TLS : Replies.NO_LOGIN_HERE);
    }
    if (peer.identity() != null) {
      return stay(session, Replies.IN_ALREADY);
    }
    var words = argument.split(" +", 2);
    if (words[0].isEmpty()) {
      return stay(session, Replies.MECHANISM_NEEDED);
    }
    // A lone equals sign is an empty response, which nothing else could say here (RFC 4954 §4).
    var initial =
        words.length == 1
            ? Optional.<byte[]>empty()
            : words[1].equals("=") ? Optional.of(new byte[0]) : base64(words[1]);
    if (words.length == 2 && initial.isEmpty()) {
      return stay(session, Replies.NOT_BASE64);
    }
    return terms
        .logins()
        .begin(words[0], peer, initial.orElse(null))
        .map(step -> login(hello, errors, step))
        .orElseGet(() -> stay(session, Replies.NO_MECHANISM));
  }

  /** Takes the line that answers a challenge. */
  Turn on(LoggingIn session, Command command) {
    var identified = new Identified(session.hello(), session.errors());
    var turn =
        switch (command) {
          case Command.Answer(String text) when text.equals("*") ->
              stay(identified, Replies.LOGIN_CANCELLED);
          case Command.Answer(String text) ->
              base64(text)
                  .map(
                      response ->
                          login(
                              session.hello(), session.errors(), session.exchange().next(response)))
                  .orElseGet(() -> stay(identified, Replies.NOT_BASE64));
          case Command.TooLong _ -> stay(identified, Replies.LOGIN_TOO_LONG);
          case Command.Known _, Command.Unknown _, Command.Unclean _ ->
              stay(identified, Replies.NOT_BASE64);
          case Command.Endless _ ->
              new Turn(new Closing(session.errors() + 1), Replies.TOO_MANY_ERRORS);
        };
    return counted(turn);
  }

  private static Turn login(Hello hello, int errors, SaslStep step) {
    return switch (step) {
      case SaslStep.Challenge(String text, Sasl next) ->
          new Turn(
              new LoggingIn(hello, next, errors),
              SmtpReply.of(
                  334, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
      case SaslStep.Checking(var verdict) -> Turn.silent(new Verifying(hello, verdict, errors));
      case SaslStep.Malformed _ -> stay(new Identified(hello, errors), Replies.NO_RESPONSE);
    };
  }

  /** Answers a login, once it is known what became of it. */
  Turn afterLogin(Verifying session, Verdict verdict) {
    var identified = new Identified(session.hello(), session.errors());
    return counted(
        switch (verdict) {
          case Verdict.Admitted _ -> stay(identified, Replies.COME_IN);
          case Verdict.Refused _ -> stay(identified, Replies.LOGIN_REFUSED);
          case Verdict.Suspended _ -> stay(identified, Replies.LOGIN_SUSPENDED);
          case Verdict.Blocked _ -> new Turn(new Closing(session.errors()), Replies.LOGIN_BLOCKED);
          case Verdict.Busy _, Verdict.Unready _ -> stay(identified, Replies.LOGIN_BUSY);
        });
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static IllegalStateException notAllowed(Verb verb) {
    return new IllegalStateException("the table allowed " + verb + " in a state without it");
  }
}
