package milena.ingest.accept;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import milena.ingest.log.Submittal;
import milena.mail.address.EsmtpParameter;
import milena.mail.address.Xtext;

/**
 * What MAIL said of notices about the message: RET and ENVID (RFC 3461), and BY (RFC 2852).
 *
 * @param ret {@code FULL} or {@code HDRS}; empty when absent
 * @param envelopeId xtext; empty when absent
 * @param seconds of BY, from the acceptance on; it may be 0 or less where only a notice is asked
 *     for
 * @param mode of BY, {@code R} or {@code N}, with a {@code T} for a trace; empty when absent
 */
public record Notices(String ret, String envelopeId, long seconds, String mode) {

  /** Nothing was said. */
  public static final Notices NONE = new Notices("", "", 0, "");

  /** Before it is decoded (RFC 3461 §4.4); each of 100 characters may be written as three. */
  private static final int MAX_ENVELOPE_ID = 100;

  /** RFC 3461 §4.2. */
  private static final int MAX_ORIGINAL = 500;

  private static final Set<String> KEYWORDS = Set.of("RET", "ENVID", "BY");
  private static final Set<String> RETS = Set.of("FULL", "HDRS");
  private static final Set<String> TIMES = Set.of("SUCCESS", "FAILURE", "DELAY");
  private static final Pattern BY = Pattern.compile("([+-]?[0-9]{1,9});([NR]T?)");

  /** RFC 3461 §4.2: an atom, as in rfc822, and an address. */
  private static final Pattern ORIGINAL =
      Pattern.compile("([A-Za-z0-9!#$%&'*/?^_`{|}~-]+);(.+)", Pattern.DOTALL);

  /** What RCPT said of notices about one recipient; each empty when absent. */
  record OfRecipient(String notifyOn, String original) {
    static final OfRecipient NONE = new OfRecipient("", "");
  }

  /** Whether a parameter of MAIL is about notices. */
  static boolean concerns(EsmtpParameter parameter) {
    return KEYWORDS.contains(parameter.keyword());
  }

  /** Reads the parameters of MAIL that are about notices; empty when a value is wrong. */
  static Optional<Notices> read(List<EsmtpParameter> parameters) {
    var read = Optional.of(NONE);
    for (var parameter : parameters) {
      read = read.flatMap(before -> before.with(parameter));
    }
    return read;
  }

  private Optional<Notices> with(EsmtpParameter parameter) {
    var value = parameter.value();
    return switch (parameter.keyword()) {
      case "RET" ->
          Optional.of(value.toUpperCase(Locale.ROOT))
              .filter(RETS::contains)
              .map(which -> new Notices(which, envelopeId, seconds, mode));
      case "ENVID" ->
          isEnvelopeId(value)
              ? Optional.of(new Notices(ret, value, seconds, mode))
              : Optional.empty();
      case "BY" -> by(value.toUpperCase(Locale.ROOT));
      default -> throw new IllegalArgumentException(parameter.keyword());
    };
  }

  private static boolean isEnvelopeId(String value) {
    return !value.isEmpty()
        && Xtext.isPrintable(value)
        && Xtext.decode(value).orElseThrow().length() <= MAX_ENVELOPE_ID;
  }

  private Optional<Notices> by(String value) {
    var matcher = BY.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long time = Long.parseLong(matcher.group(1));
    var asked = matcher.group(2);
    return time <= 0 && asked.startsWith("R")
        ? Optional.empty()
        : Optional.of(new Notices(ret, envelopeId, time, asked));
  }

  /** Reads the parameters of RCPT, which all are about notices; empty when a value is wrong. */
  static Optional<OfRecipient> ofRecipient(List<EsmtpParameter> parameters) {
    var notifyOn = "";
    var original = "";
    for (var parameter : parameters) {
      var value = parameter.value();
      if (parameter.keyword().equals("NOTIFY")) {
        notifyOn = value.toUpperCase(Locale.ROOT);
        if (!isNotify(notifyOn)) {
          return Optional.empty();
        }
      } else {
        original = inAscii(value);
        if (!isOriginal(original)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new OfRecipient(notifyOn, original));
  }

  /** Whether all parameters of RCPT are about notices. */
  static boolean allConcernRecipient(List<EsmtpParameter> parameters) {
    return parameters.stream()
        .allMatch(one -> one.keyword().equals("NOTIFY") || one.keyword().equals("ORCPT"));
  }

  private static boolean isNotify(String value) {
    if (value.equals("NEVER")) {
      return true;
    }
    var seen = new HashSet<String>();
    for (var when : value.split(",", -1)) {
      if (!TIMES.contains(when) || !seen.add(when)) {
        return false;
      }
    }
    return true;
  }

  // An address in UTF-8 may stand as it is (RFC 6533 §3), but not every server could be told that.
  private static String inAscii(String value) {
    if (!value.regionMatches(true, 0, "utf-8;", 0, 6)) {
      return value;
    }
    var ascii = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                ascii.append((char) c);
              } else {
                ascii.append(String.format(Locale.ROOT, "\\x{%X}", c));
              }
            });
    return ascii.toString();
  }

  private static boolean isOriginal(String value) {
    var matcher = ORIGINAL.matcher(value);
    return value.length() <= MAX_ORIGINAL
        && matcher.matches()
        && Xtext.isPrintable(matcher.group(2));
  }

  /** As they go into the log with what was accepted at a moment. */
  Submittal.Notices at(Instant accepted) {
    long by = mode.isEmpty() ? 0 : accepted.plusSeconds(seconds).toEpochMilli();
    return new Submittal.Notices(ret, envelopeId, by, mode);
  }
}
