package milena.ingest.accept;

import java.nio.charset.StandardCharsets;
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
import org.jspecify.annotations.Nullable;

/**
 * Decides by the rules whether a sender and a recipient are taken, and takes no sender while there
 * is no room for mail. Asks nobody who could let it wait.
 */
public final class Acceptance {

  private final AcceptanceRules rules;
  private final SystemStorage storage;

  /** Decides by these rules, and by whether there is room. */
  public Acceptance(AcceptanceRules rules, SystemStorage storage) {
    this.rules = rules;
    this.storage = storage;
  }

  /** The rules decided by. */
  public AcceptanceRules rules() {
    return rules;
  }

  /** Whether a client may send to anyone. */
  public boolean relays(Peer client) {
    return switch (client.role()) {
      case RELAY -> isOurs(client);
      case SUBMISSION, REPORTS -> false;
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
          Optional.of(client.tls() == null ? Refusals.TLS_FIRST : Refusals.LOGIN_FIRST);
      case RELAY, REPORTS -> Optional.empty();
    };
  }

  /**
   * Decides on {@code MAIL FROM:<…>}.
   *
   * @param argument what followed the verb, without leading blanks; each character is one byte
   * @param extended the client said EHLO, so that parameters are allowed
   */
  public AcceptDecision<Sender> sender(String argument, boolean extended) {
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
        yield sender(path, parameters);
      }
    };
  }

  private AcceptDecision<Sender> sender(Path path, List<EsmtpParameter> parameters) {
    boolean smtpUtf8 = false;
    for (var parameter : parameters) {
      var refusal = refusalOf(parameter);
      if (refusal != null) {
        return new Refused<>(refusal);
      }
      smtpUtf8 |= parameter.keyword().equals("SMTPUTF8");
    }
    if (!storage.isSufficient()) {
      return new Deferred<>(Refusals.STORAGE);
    }
    return switch (path) {
      case Path.Null() -> new Accepted<>(new Sender("", smtpUtf8, true));
      case Path.Of(Mailbox box) ->
          new Accepted<>(new Sender(box.toString(), smtpUtf8, box.asciiOnly()));
      case Path.Postmaster() -> new Refused<>(Refusals.SYNTAX_MAIL);
    };
  }

  private @Nullable SmtpReply refusalOf(EsmtpParameter parameter) {
    return switch (parameter.keyword()) {
      case "SIZE" -> sizeRefusal(parameter.value());
      case "BODY" ->
          switch (parameter.value().toUpperCase(Locale.ROOT)) {
            case "7BIT", "8BITMIME" -> null;
            default -> Refusals.PARAMETER_VALUE;
          };
      case "SMTPUTF8" -> parameter.hasValue() ? Refusals.PARAMETER_VALUE : null;
      default -> Refusals.PARAMETER;
    };
  }

  // At most 20 digits (RFC 1870 §5), so that the longest still has a meaning.
  private @Nullable SmtpReply sizeRefusal(String value) {
    if (value.isEmpty()
        || value.length() > 20
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Refusals.PARAMETER_VALUE;
    }
    boolean tooLarge = value.length() > 18 || Long.parseLong(value) > rules.maxSize();
    return tooLarge ? Refusals.TOO_LARGE : null;
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
        if (!parameters.isEmpty()) {
          yield new Refused<>(Refusals.PARAMETER);
        }
        if (!relays) {
          yield new Refused<>(Refusals.RELAY);
        }
        if (already >= rules.maxRecipients()) {
          yield new Deferred<>(Refusals.TOO_MANY_RECIPIENTS);
        }
        yield recipient(path);
      }
    };
  }

  private AcceptDecision<Recipient> recipient(Path path) {
    return switch (path) {
      case Path.Of(Mailbox box) ->
          new Accepted<>(new Recipient(box.toString(), box.canonical(), box.asciiOnly()));
      case Path.Postmaster() -> {
        // The one address without a domain is the postmaster of this server (RFC 5321 §4.5.1).
        var address = "postmaster@" + rules.hostname();
        yield new Accepted<>(new Recipient(address, address.toLowerCase(Locale.ROOT), true));
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
