package milena.ingest.accept;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.header.HeaderScan;
import milena.ingest.log.Wishes;
import milena.mail.mime.HeaderBlock;
import milena.mail.mime.HeaderField;
import milena.mail.reply.SmtpReply;
import org.jspecify.annotations.Nullable;

/**
 * The fields by which a sender says what it wants of us: {@code X-Milena-Campaign}, {@code Pool},
 * {@code Send-At}, {@code Expires}, {@code Priority} and {@code Meta-*}. They are for us alone, so
 * they never leave. One that cannot be read refuses the message: a newsletter that was to wait
 * until Monday must not go at once.
 */
final class ControlFields {

  private static final String META = "meta-";
  private static final int MAX_TEXT = 200;
  private static final int MAX_META = 50;
  private static final int MAX_META_TEXT = 1_000;

  private static final String NO_TIME =
      "is not a time such as 2026-12-24T18:00:00Z or Thu, 24 Dec 2026 18:00:00 +0000";

  private final Instant now;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, String> meta = new HashMap<>();
  private String campaign = "";
  private String pool = "";
  private int priority;
  private long notBefore;
  private long expiresAt;

  private ControlFields(Instant now) {
    this.now = now;
  }

  /**
   * What was found.
   *
   * @param wishes in place of what MAIL asked for, where both say something
   * @param header the header without them
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them, and a copy would cost
  record Found(Wishes wishes, byte[] header) {}

  /**
   * Takes them out of a header.
   *
   * @param bytes the header from its first byte on, and maybe more
   * @param end where the header ends
   * @param asked what MAIL asked for
   * @param now when the message is accepted
   */
  static AcceptDecision<Found> takeOut(byte[] bytes, int end, Wishes asked, Instant now) {
    var fields = new ControlFields(now);
    var kept = new ByteArrayOutputStream(end);
    int from = 0;
    for (var field : HeaderBlock.of(bytes, 0, end)) {
      var name = field.name().toLowerCase(Locale.ROOT);
      if (name.startsWith(HeaderScan.CONTROL_PREFIX)) {
        var fault = fields.take(name.substring(HeaderScan.CONTROL_PREFIX.length()), field);
        if (fault != null) {
          return new Refused<>(SmtpReply.of(554, "5.6.0 " + named(field) + ": " + fault));
        }
        kept.write(bytes, from, field.start() - from);
        from = field.end();
      }
    }
    kept.write(bytes, from, end - from);
    return new Accepted<>(new Found(fields.wishes(asked), kept.toByteArray()));
  }

  private static String named(HeaderField field) {
    var name = field.name();
    return name.length() > MAX_TEXT ? name.substring(0, MAX_TEXT) : name;
  }

  private Wishes wishes(Wishes asked) {
    return new Wishes(
        campaign,
        pool,
        seen.contains("priority") ? priority : asked.priority(),
        seen.contains("send-at") ? notBefore : asked.notBefore(),
        expiresAt,
        asked.requireTls(),
        false,
        meta);
  }

  /** Takes one; returns what is wrong with it, if anything. */
  private @Nullable String take(String name, HeaderField field) {
    if (!seen.add(name)) {
      return "is there twice";
    }
    var value = field.value();
    return switch (name) {
      case "campaign" -> {
        campaign = value;
        yield label(value);
      }
      case "pool" -> {
        pool = value;
        yield label(value);
      }
      case "priority" -> priority(value);
      case "send-at" -> sendAt(value);
      case "expires" -> expires(value);
      default ->
          name.startsWith(META) ? meta(name.substring(META.length()), value) : "is not known";
    };
  }

  private static @Nullable String label(String value) {
    boolean fits =
        !value.isEmpty()
            && value.length() <= MAX_TEXT
            && value.chars().noneMatch(Character::isISOControl);
    return fits ? null : "is not a name of 1 to " + MAX_TEXT + " characters";
  }

  private @Nullable String priority(String value) {
    if (!value.matches("[+-]?[0-9]")) {
      return "is not from -9 to 9";
    }
    priority = Integer.parseInt(value);
    return null;
  }

  private @Nullable String sendAt(String value) {
    var time = time(value);
    if (time.isEmpty()) {
      return NO_TIME;
    }
    if (time.get().isAfter(now.plus(AcceptanceRules.MAX_HOLD))) {
      return "is more than " + AcceptanceRules.MAX_HOLD.toDays() + " days from now";
    }
    notBefore = Math.max(0, time.get().toEpochMilli());
    return null;
  }

  private @Nullable String expires(String value) {
    var time = time(value);
    if (time.isEmpty()) {
      return NO_TIME;
    }
    if (!time.get().isAfter(now)) {
      return "is in the past";
    }
    expiresAt = time.get().toEpochMilli();
    return null;
  }

  private static Optional<Instant> time(String value) {
    for (var format :
        new DateTimeFormatter[] {
          DateTimeFormatter.ISO_OFFSET_DATE_TIME, DateTimeFormatter.RFC_1123_DATE_TIME
        }) {
      try {
        return Optional.of(OffsetDateTime.parse(value, format).toInstant());
      } catch (DateTimeParseException e) {
        // The next one may fit.
      }
    }
    return Optional.empty();
  }

  private @Nullable String meta(String key, String value) {
    if (key.isEmpty()) {
      return "has no name after Meta-";
    }
    if (meta.size() == MAX_META) {
      return "is one more than the " + MAX_META + " that there may be";
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_META_TEXT) {
      return "is longer than " + MAX_META_TEXT + " bytes";
    }
    meta.put(key, value);
    return null;
  }
}
