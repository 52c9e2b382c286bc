package milena.ingest.converse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.accept.Acceptance;
import milena.ingest.accept.AcceptanceRules;
import milena.ingest.accept.ListenerRole;
import milena.ingest.accept.Peer;
import milena.ingest.accept.Sender;
import milena.ingest.converse.Session.BetweenChunks;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Greeted;
import milena.ingest.converse.Session.Hello;
import milena.ingest.converse.Session.Identified;
import milena.ingest.converse.Session.InTransaction;
import milena.ingest.converse.Session.Introducing;
import milena.ingest.converse.Session.Listening;
import milena.ingest.converse.Session.LoggingIn;
import milena.ingest.converse.Session.ReceivingChunk;
import milena.ingest.converse.Session.ReceivingData;
import milena.ingest.converse.Session.Securing;
import milena.ingest.converse.Session.SkippingChunk;
import milena.ingest.converse.Session.Submitting;
import milena.ingest.converse.Session.Verifying;
import milena.ingest.login.LoginDesk;
import milena.mail.reply.SmtpReply;
import milena.tenants.Verdict;

/**
 * The machine: (state, command) → (next state, reply). Touches no socket and never waits: what it
 * has to know of tenants, rates and room it asks those who answer at once.
 */
final class Dialogue {

  private static final int MAX_NAME = 255;

  /** As many digits as a size may have (RFC 1870) and a long surely holds. */
  private static final Pattern CHUNK =
      Pattern.compile("([0-9]{1,18})(?: +(LAST))?", Pattern.CASE_INSENSITIVE);

  private static final long SKIPPED_AT_MOST = 2;

  private final Acceptance acceptance;
  private final Peer peer;
  private final Terms terms;
  private final boolean relays;
  private final Optional<SmtpReply> refusal;
  private final LoginDialogue login;

  /**
   * What is so while a dialogue lasts.
   *
   * @param logins asked about who the client is
   * @param startTls whether the client may ask for TLS
   * @param introduces whether the client may speak for others (XCLIENT)
   * @param began when the dialogue did, by the time of day
   */
  record Terms(LoginDesk logins, StartTls.Offer startTls, boolean introduces, Instant began) {}

  /** Talks to one client, of whom nothing more becomes known while this dialogue lasts. */
  Dialogue(Acceptance acceptance, Peer peer, Terms terms) {
    this.acceptance = acceptance;
    this.peer = peer;
    this.terms = terms;
    this.relays = acceptance.relays(peer);
    this.refusal = acceptance.refusal(peer);
    this.login = new LoginDialogue(terms.logins(), peer);
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
          case Command.Http _ -> new Turn(new Closing(session.errors() + 1), Replies.NOT_HTTP);
          case Command.Endless _ ->
              new Turn(new Closing(session.errors() + 1), Replies.TOO_MANY_ERRORS);
        };
    return turn.counted();
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
    lines.add("CHUNKING");
    lines.add("BINARYMIME");
    // A report goes nowhere, so there is nothing to hurry, to hold or to tell about.
    boolean sends = peer.role() != ListenerRole.REPORTS;
    if (sends) {
      lines.add("MT-PRIORITY");
    }
    lines.add("LIMITS RCPTMAX=" + acceptance.maxRecipients());
    if (sends) {
      lines.add(
          "FUTURERELEASE "
              + AcceptanceRules.MAX_HOLD.toSeconds()
              + ' '
              + terms.began().plus(AcceptanceRules.MAX_HOLD).truncatedTo(ChronoUnit.SECONDS));
    }
    if (sends && rules.notices()) {
      lines.add("DSN");
      lines.add("DELIVERBY");
    }
    if (peer.tls() == null && terms.startTls() == StartTls.Offer.READY) {
      lines.add("STARTTLS");
    }
    if (peer.tls() != null) {
      lines.add("REQUIRETLS");
    }
    login.offer().ifPresent(lines::add);
    if (terms.introduces()) {
      lines.add(Introduction.OFFER);
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
                objection(sender)
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
      case Greeted _, InTransaction _, BetweenChunks _ -> throw notAllowed(Verb.MAIL);
    };
  }

  private Optional<SmtpReply> objection(Sender sender) {
    // Who says it in the clear would give away what it is to protect (RFC 8689 §2).
    if (sender.demands().requireTls() && peer.tls() == null) {
      return Optional.of(
          terms.startTls() == StartTls.Offer.NEVER
              ? Replies.REQUIRETLS_NOT_HERE
              : Replies.REQUIRETLS_UNDER_TLS);
    }
    return terms.logins().objection(peer, sender, acceptance.rules().tenant());
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
      case Greeted _, Identified _, BetweenChunks _ -> throw notAllowed(Verb.RCPT);
    };
  }

  Turn data(Listening session, String argument) {
    if (!argument.isEmpty()) {
      return stay(session, Replies.NO_ARGUMENT);
    }
    return switch (session) {
      case InTransaction(Hello _, Transaction transaction, int _)
          when transaction.sender().demands().binaryMime() ->
          stay(session, Replies.BDAT_NEEDED);
      case InTransaction(Hello hello, Transaction transaction, int errors) ->
          new Turn(new ReceivingData(hello, transaction, errors), Replies.GO_AHEAD);
      case Greeted _, Identified _, BetweenChunks _ -> throw notAllowed(Verb.DATA);
    };
  }

  Turn rset(Listening session, String argument) {
    return switch (session) {
      case Greeted greeted -> new Turn(greeted, Replies.OK);
      case Identified identified -> new Turn(identified, Replies.OK);
      case InTransaction(Hello hello, Transaction _, int errors) ->
          new Turn(new Identified(hello, errors), Replies.OK);
      case BetweenChunks(Hello hello, Transaction _, int errors) ->
          new Turn(new Identified(hello, errors), Replies.OK);
    };
  }

  /**
   * Takes the next chunk in, or past it. What cannot be counted ends the conversation: the octets
   * that follow would be read as commands.
   */
  Turn bdat(Listening session, String argument) {
    var asked = CHUNK.matcher(argument);
    if (!asked.matches()) {
      return new Turn(new Closing(session.errors() + 1), Replies.BAD_CHUNK);
    }
    long size = Long.parseLong(asked.group(1));
    boolean last = asked.group(2) != null;
    if (size > SKIPPED_AT_MOST * acceptance.rules().maxSize()) {
      return new Turn(new Closing(session.errors() + 1), Replies.ENDLESS_CHUNK);
    }
    return Turn.silent(
        switch (session) {
          case Greeted _ -> new SkippingChunk(session, Replies.HELLO_FIRST, size);
          case Identified _ -> new SkippingChunk(session, Replies.MAIL_FIRST, size);
          case InTransaction(Hello hello, Transaction transaction, int errors) ->
              transaction.recipients().isEmpty()
                  ? new SkippingChunk(session, Replies.NO_RECIPIENTS, size)
                  : new ReceivingChunk(hello, transaction, size, size, last, errors);
          case BetweenChunks(Hello hello, Transaction transaction, int errors) ->
              new ReceivingChunk(hello, transaction, size, size, last, errors);
        });
  }

  /**
   * Answers a chunk that is not the last.
   *
   * @param refusal why the message will not be taken; it is over then (RFC 3030 §2)
   */
  Turn afterChunk(ReceivingChunk session, Optional<SmtpReply> refusal) {
    return refusal
        .map(reply -> new Turn(new Identified(session.hello(), session.errors()), reply))
        .orElseGet(
            () ->
                new Turn(
                    new BetweenChunks(session.hello(), session.transaction(), session.errors()),
                    SmtpReply.of(250, "2.0.0 " + session.size() + " octets received")))
        .counted();
  }

  /** Answers a chunk that was passed over. */
  Turn afterChunk(SkippingChunk session) {
    return new Turn(session.back(), session.reply()).counted();
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
    return session instanceof Identified identified
        ? login.auth(identified, argument)
        : stay(session, Replies.HELLO_FIRST);
  }

  Turn xclient(Listening session, String argument) {
    return terms.introduces()
        ? Introduction.parse(argument)
            .map(told -> Turn.silent(new Introducing(told, session.errors())))
            .orElseGet(() -> stay(session, Replies.BAD_INTRODUCTION))
        : stay(session, Replies.NOT_BELIEVED);
  }

  /** Takes the line that answers a challenge. */
  Turn on(LoggingIn session, Command command) {
    return login.on(session, command).counted();
  }

  /** Answers a login, once it is known what became of it. */
  Turn afterLogin(Verifying session, Verdict verdict) {
    return login.after(session, verdict).counted();
  }

  private static IllegalStateException notAllowed(Verb verb) {
    return new IllegalStateException("the table allowed " + verb + " in a state without it");
  }
}
