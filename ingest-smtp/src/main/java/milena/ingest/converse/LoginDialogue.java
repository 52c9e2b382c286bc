package milena.ingest.converse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import milena.ingest.accept.Peer;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Hello;
import milena.ingest.converse.Session.Identified;
import milena.ingest.converse.Session.LoggingIn;
import milena.ingest.converse.Session.Verifying;
import milena.ingest.login.LoginDesk;
import milena.ingest.login.Mechanism;
import milena.ingest.login.Sasl;
import milena.ingest.login.SaslStep;
import milena.mail.reply.SmtpReply;
import milena.tenants.Verdict;

/** The part of the machine that is about logging in (RFC 4954). */
final class LoginDialogue {

  private final LoginDesk logins;
  private final Peer peer;
  private final List<Mechanism> mechanisms;

  LoginDialogue(LoginDesk logins, Peer peer) {
    this.logins = logins;
    this.peer = peer;
    this.mechanisms = logins.offered(peer);
  }

  /** The line of EHLO's reply that is about it, where it is offered. */
  Optional<String> offer() {
    return mechanisms.isEmpty()
        ? Optional.empty()
        : Optional.of(
            mechanisms.stream().map(Mechanism::word).collect(Collectors.joining(" ", "AUTH ", "")));
  }

  /** Answers AUTH. */
  Turn auth(Identified session, String argument) {
    if (mechanisms.isEmpty()) {
      return stay(session, logins.wantsTls(peer) ? Replies.LOGIN_UNDER_TLS : Replies.NO_LOGIN_HERE);
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
    return logins
        .begin(words[0], peer, initial.orElse(null))
        .map(step -> follow(session.hello(), session.errors(), step))
        .orElseGet(() -> stay(session, Replies.NO_MECHANISM));
  }

  /** Takes the line that answers a challenge. */
  Turn on(LoggingIn session, Command command) {
    var identified = new Identified(session.hello(), session.errors());
    return switch (command) {
      case Command.Answer(String text) when text.equals("*") ->
          stay(identified, Replies.LOGIN_CANCELLED);
      case Command.Answer(String text) ->
          base64(text)
              .map(
                  response ->
                      follow(session.hello(), session.errors(), session.exchange().next(response)))
              .orElseGet(() -> stay(identified, Replies.NOT_BASE64));
      case Command.TooLong _ -> stay(identified, Replies.LOGIN_TOO_LONG);
      case Command.Known _, Command.Unknown _, Command.Unclean _ ->
          stay(identified, Replies.NOT_BASE64);
      case Command.Http _ -> new Turn(new Closing(session.errors() + 1), Replies.NOT_HTTP);
      case Command.Endless _ ->
          new Turn(new Closing(session.errors() + 1), Replies.TOO_MANY_ERRORS);
    };
  }

  private static Turn follow(Hello hello, int errors, SaslStep step) {
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
  Turn after(Verifying session, Verdict verdict) {
    var identified = new Identified(session.hello(), session.errors());
    return switch (verdict) {
      case Verdict.Admitted _ -> stay(identified, Replies.COME_IN);
      case Verdict.Refused _, Verdict.Operator _ -> stay(identified, Replies.LOGIN_REFUSED);
      case Verdict.Suspended _ -> stay(identified, Replies.LOGIN_SUSPENDED);
      case Verdict.Blocked _ -> new Turn(new Closing(session.errors()), Replies.LOGIN_BLOCKED);
      case Verdict.Busy _, Verdict.Unready _ -> stay(identified, Replies.LOGIN_BUSY);
    };
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Turn stay(Identified session, SmtpReply reply) {
    return new Turn(session, reply);
  }
}
