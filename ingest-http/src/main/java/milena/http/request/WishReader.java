package milena.http.request;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import milena.ingest.log.Wishes;
import org.jspecify.annotations.Nullable;

/** Reads what a sender asks for beside delivery. */
final class WishReader {

  private static final int MOST_METADATA = 32;
  private static final int LONGEST_METADATA = 1_024;
  private static final int LONGEST_LABEL = 128;
  private static final Duration LATEST = Duration.ofDays(366);

  private final Source source;
  private final long now;
  private String campaign = "";
  private String pool = "";
  private int priority;
  private long notBefore;
  private long expiresAt;
  private Map<String, String> meta = Map.of();

  WishReader(Source source, long now) {
    this.source = source;
    this.now = now;
  }

  void field(Field.OfRequest field) throws IOException, Refusal {
    if (source.token() == com.fasterxml.jackson.core.JsonToken.VALUE_NULL) {
      return;
    }
    switch (field) {
      case CAMPAIGN -> campaign = label();
      case POOL -> pool = label();
      case PRIORITY -> priority = source.integer(Wishes.LOWEST_PRIORITY, -Wishes.LOWEST_PRIORITY);
      case SEND_AT -> notBefore = time();
      case EXPIRES_AT -> expiresAt = time();
      case METADATA -> meta = metadata(source);
      case ENVELOPE_SENDER,
          RECIPIENTS,
          SUBSTITUTIONS,
          CONTENT,
          TEMPLATE_DIALECT,
          DEFERRED_SPOOL,
          DEFERRED_GENERATION,
          TRACE_HEADERS ->
          throw new IllegalArgumentException(field + " is no wish");
    }
  }

  Wishes wishes() throws Refusal {
    if (expiresAt > 0 && expiresAt <= Math.max(now, notBefore)) {
      throw Refusal.of(422, "That is before it could be sent.", "/expires_at");
    }
    return new Wishes(campaign, pool, priority, notBefore, expiresAt, false, false, meta);
  }

  static Map<String, String> metadata(Source source) throws IOException, Refusal {
    return source.texts(MOST_METADATA, LONGEST_METADATA, Integer.MAX_VALUE);
  }

  private String label() throws IOException, Refusal {
    var label = source.string();
    if (label.length() > LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl)) {
      throw source.refuse(
          400, "Must be of at most " + LONGEST_LABEL + " characters, none of them control.");
    }
    return label;
  }

  private long time() throws IOException, Refusal {
    var text = source.string();
    var at = parse(text);
    if (at == null || at < 0) {
      throw source.refuse(400, "Must be a time such as 2026-03-02T09:05:00Z (RFC 3339).");
    }
    if (at - now > LATEST.toMillis()) {
      throw source.refuse(422, "Must be within " + LATEST.toDays() + " days.");
    }
    return at;
  }

  private static @Nullable Long parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException malformed) {
      return null;
    }
  }
}
