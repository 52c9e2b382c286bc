package milena.ingest.accept;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.log.SystemStorage;
import milena.mail.address.AddressParser;
import milena.mail.address.EsmtpParameter;
import milena.mail.address.Mailbox;
import milena.mail.address.Path;
import milena.mail.address.PathResult.Malformed;
import milena.mail.address.PathResult.Parsed;
import milena.mail.reply.SmtpReply;

/**
 * Decides by the rules whether a sender and a recipient are taken, and takes no sender while there
 * is no room for mail. Asks nobody who could let it wait.
 */
public final class Acceptance {

  private final AcceptanceRules rules;
  private final SystemStorage storage;
  private final ReportRules reports;
  private final boolean ofReports;

  /** Decides by these rules, and by whether there is room. */
  public Acceptance(AcceptanceRules rules, SystemStorage storage) {
    this(rules, storage, ReportRules.NONE, false);
  }

  private Acceptance(
      AcceptanceRules rules, SystemStorage storage, ReportRules reports, boolean ofReports) {
    this.rules = rules;
    this.storage = storage;
    this.reports = reports;
    this.ofReports = ofReports;
  }

  /** Decides on what comes back, which is taken for our own domains from anybody. */
  public static Acceptance ofReports(
      AcceptanceRules rules, SystemStorage storage, ReportRules reports) {
    return new Acceptance(rules.forReports(reports), storage, reports, true);
  }

  /** The rules decided by. */
  public AcceptanceRules rules() {
    return rules;
  }

  /** How many recipients a transaction may have. */
  public int maxRecipients() {
    return ofReports ? ReportRules.MAX_RECIPIENTS : rules.maxRecipients();
  }

  /** Whether a client may send to anyone. */
  public boolean relays(Peer client) {
    return switch (client.role()) {
      case SUBMISSION -> client.identity() != null;
      case RELAY -> client.identity() != null || isOurs(client);
      case REPORTS -> false;
    };
  }

  private boolean isOurs(Peer client) {
    var tls = client.tls();
    if (tls != null && tls.clientVerified()) {
      return true;
    }
    for (var network : rules.relayNetworks()) {
      if (network.contains(client.address())) {
        return true;
      }
    }
    return false;
  }

  /** Why a client may not begin a transaction: it has to prove first who it is. */
  public Optional<SmtpReply> refusal(Peer client) {
    return switch (client.role()) {
      case SUBMISSION ->
          client.identity() == null
              ? Optional.of(client.tls() == null ? Refusals.TLS_FIRST : Refusals.LOGIN_FIRST)
              : Optional.empty();
      case RELAY, REPORTS -> Optional.empty();
    };
  }

  /**
   * Decides on {@code MAIL FROM:<…>}.
   *
   * @param argument what followed the verb, without leading blanks; each character is one byte
   * @param extended the client said EHLO, so that parameters are allowed
   * @param now from which the longest hold counts; some minutes ago will do
   */
  public AcceptDecision<Sender> sender(String argument, boolean extended, Instant now) {
    if (!startsWith(argument, "FROM:")) {
      return new Refused<>(Refusals.SYNTAX_MAIL);
    }
    var bytes = argument.getBytes(StandardCharsets.ISO_8859_1);
    return switch (AddressParser.reversePath(bytes, 5, bytes.length - 5, extended)) {
      case Malformed malformed -> new Refused<>(reply(malformed));
      case Parsed(Path path, List<EsmtpParameter> parameters) -> {
        if (!extended && !parameters.isEmpty()) {
          yield new Refused<>(Refusals.PARAMETER);
        }
        var about =
            rules.notices()
                ? parameters.stream().filter(Notices::concerns).toList()
                : List.<EsmtpParameter>of();
        var others = parameters.stream().filter(one -> !about.contains(one)).toList();
        var notices = Notices.read(about);
        if (notices.isEmpty()) {
          yield new Refused<>(Refusals.PARAMETER_VALUE);
        }
        yield switch (MailParameters.read(others, rules, now.plus(AcceptanceRules.MAX_HOLD))) {
          case Accepted(var asked) -> sender(path, asked, notices.get());
          case Refused(var reply) -> new Refused<>(reply);
          case Deferred(var reply) -> new Deferred<>(reply);
        };
      }
    };
  }

  private AcceptDecision<Sender> sender(Path path, MailParameters asked, Notices notices) {
    if (ofReports && (asked.priority() != 0 || !asked.hold().equals(Hold.NONE))) {
      return new Refused<>(Refusals.PARAMETER);
    }
    if (!storage.isSufficient()) {
      return new Deferred<>(Refusals.STORAGE);
    }
    return switch (path) {
      case Path.Null() ->
          new Accepted<>(
              new Sender(
                  "",
                  "",
                  asked.smtpUtf8(),
                  true,
                  asked.priority(),
                  asked.hold(),
                  asked.demands(),
                  notices));
      case Path.Of(Mailbox box) ->
          new Accepted<>(
              new Sender(
                  box.toString(),
                  box.domain().ascii(),
                  asked.smtpUtf8(),
                  box.asciiOnly(),
                  asked.priority(),
                  asked.hold(),
                  asked.demands(),
                  notices));
      case Path.Postmaster() -> new Refused<>(Refusals.SYNTAX_MAIL);
    };
  }

  /**
   * Decides on {@code RCPT TO:<…>}.
   *
   * @param argument what followed the verb, without leading blanks; each character is one byte
   * @param sender of the transaction
   * @param already recipients that were accepted before
   * @param relays what {@link #relays} said of the client
   */
  public AcceptDecision<Recipient> recipient(
      String argument, Sender sender, int already, boolean relays) {
    if (!startsWith(argument, "TO:")) {
      return new Refused<>(Refusals.SYNTAX_RCPT);
    }
    var bytes = argument.getBytes(StandardCharsets.ISO_8859_1);
    return switch (AddressParser.forwardPath(bytes, 3, bytes.length - 3, sender.smtpUtf8())) {
      case Malformed malformed -> new Refused<>(reply(malformed));
      case Parsed(Path path, List<EsmtpParameter> parameters) -> {
        if (!parameters.isEmpty()
            && !(rules.notices() && Notices.allConcernRecipient(parameters))) {
          yield new Refused<>(Refusals.PARAMETER);
        }
        var notices = Notices.ofRecipient(parameters);
        if (notices.isEmpty()) {
          yield new Refused<>(Refusals.PARAMETER_VALUE);
        }
        if (!relays && !isOurs(path)) {
          yield new Refused<>(Refusals.RELAY);
        }
        if (already >= maxRecipients()) {
          yield new Deferred<>(Refusals.TOO_MANY_RECIPIENTS);
        }
        yield recipient(path, notices.get());
      }
    };
  }

  private boolean isOurs(Path path) {
    return switch (path) {
      case Path.Of(Mailbox box) -> reports.isOurs(box.domain().ascii());
      // Wherever mail is taken, there is a postmaster (RFC 5321 §4.5.1).
      case Path.Postmaster() -> !reports.domains().isEmpty();
      case Path.Null() -> false;
    };
  }

  private AcceptDecision<Recipient> recipient(Path path, Notices.OfRecipient notices) {
    return switch (path) {
      case Path.Of(Mailbox box) ->
          new Accepted<>(
              new Recipient(box.toString(), box.canonical(), box.asciiOnly()).with(notices));
      case Path.Postmaster() -> {
        // The one address without a domain is the postmaster of this server (RFC 5321 §4.5.1).
        var address = "postmaster@" + rules.hostname();
        yield new Accepted<>(
            new Recipient(address, address.toLowerCase(Locale.ROOT), true).with(notices));
      }
      case Path.Null() -> new Refused<>(Refusals.SYNTAX_RCPT);
    };
  }

  private static SmtpReply reply(Malformed malformed) {
    return SmtpReply.of(malformed.code(), malformed.enhanced() + " " + malformed.reason());
  }

  private static boolean startsWith(String argument, String upperCase) {
    return argument.regionMatches(true, 0, upperCase, 0, upperCase.length());
  }
}
