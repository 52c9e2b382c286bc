package milena.ingest.accept;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.mail.address.EsmtpParameter;

/**
 * What MAIL said behind the address.
 *
 * @param smtpUtf8 SMTPUTF8 was asked for (RFC 6531)
 * @param priority MT-PRIORITY (RFC 6710)
 * @param hold FUTURERELEASE (RFC 4865)
 * @param demands BODY=BINARYMIME (RFC 3030) and REQUIRETLS (RFC 8689)
 */
record MailParameters(boolean smtpUtf8, int priority, Hold hold, Demands demands) {

  /** At most 20 digits (RFC 1870 §5), of which 18 surely fit. */
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");

  private static final int SURE_DIGITS = 18;
  private static final Pattern PRIORITY = Pattern.compile("-?[0-9]");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private static final MailParameters NONE = new MailParameters(false, 0, Hold.NONE, Demands.NONE);
  private static final Refused<MailParameters> BAD_VALUE = new Refused<>(Refusals.PARAMETER_VALUE);

  /**
   * Reads them all; the first that is wrong decides.
   *
   * @param latest until when mail may be held back
   */
  static AcceptDecision<MailParameters> read(
      List<EsmtpParameter> parameters, AcceptanceRules rules, Instant latest) {
    AcceptDecision<MailParameters> read = new Accepted<>(NONE);
    var seen = new HashSet<String>();
    for (var parameter : parameters) {
      if (!seen.add(parameter.keyword())) {
        return BAD_VALUE;
      }
      if (!(read instanceof Accepted<MailParameters>(var before))) {
        return read;
      }
      read = before.with(parameter, rules, latest);
    }
    boolean both = seen.contains("HOLDFOR") && seen.contains("HOLDUNTIL");
    return both ? BAD_VALUE : read;
  }

  private AcceptDecision<MailParameters> with(
      EsmtpParameter parameter, AcceptanceRules rules, Instant latest) {
    var value = parameter.value();
    return switch (parameter.keyword()) {
      case "SIZE" -> size(value, rules);
      case "BODY" ->
          switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT", "8BITMIME" -> same();
            case "BINARYMIME" -> demanding(demands.withBinaryMime());
            default -> BAD_VALUE;
          };
      case "SMTPUTF8" ->
          parameter.hasValue()
              ? BAD_VALUE
              : new Accepted<>(new MailParameters(true, priority, hold, demands));
      // Who wrote the message is for its tenant to know (RFC 4954 §5).
      case "AUTH" -> parameter.hasValue() ? same() : BAD_VALUE;
      case "MT-PRIORITY" ->
          PRIORITY.matcher(value).matches()
              ? new Accepted<>(new MailParameters(smtpUtf8, Integer.parseInt(value), hold, demands))
              : BAD_VALUE;
      case "REQUIRETLS" -> parameter.hasValue() ? BAD_VALUE : demanding(demands.withRequireTls());
      case "HOLDFOR" -> holdFor(value);
      case "HOLDUNTIL" -> holdUntil(value, latest);
      default -> new Refused<>(Refusals.PARAMETER);
    };
  }

  private AcceptDecision<MailParameters> same() {
    return new Accepted<>(this);
  }

  private AcceptDecision<MailParameters> demanding(Demands more) {
    return new Accepted<>(new MailParameters(smtpUtf8, priority, hold, more));
  }

  private AcceptDecision<MailParameters> size(String value, AcceptanceRules rules) {
    if (!SIZE.matcher(value).matches()) {
      return BAD_VALUE;
    }
    boolean tooLarge = value.length() > SURE_DIGITS || Long.parseLong(value) > rules.maxSize();
    return tooLarge ? new Refused<>(Refusals.TOO_LARGE) : same();
  }

  private AcceptDecision<MailParameters> holdFor(String value) {
    if (!SECONDS.matcher(value).matches()) {
      return BAD_VALUE;
    }
    long seconds = Long.parseLong(value);
    return seconds > AcceptanceRules.MAX_HOLD.toSeconds()
        ? new Refused<>(Refusals.HELD_TOO_LONG)
        : new Accepted<>(new MailParameters(smtpUtf8, priority, new Hold(seconds, null), demands));
  }

  private AcceptDecision<MailParameters> holdUntil(String value, Instant latest) {
    try {
      var until = OffsetDateTime.parse(value).toInstant();
      if (until.isAfter(latest)) {
        return new Refused<>(Refusals.HELD_TOO_LONG);
      }
      return until.isBefore(Instant.EPOCH)
          ? BAD_VALUE
          : new Accepted<>(new MailParameters(smtpUtf8, priority, new Hold(0, until), demands));
    } catch (DateTimeParseException e) {
      return BAD_VALUE;
    }
  }
}
