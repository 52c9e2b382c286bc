package milena.standalone.command;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import milena.runtime.config.Durations;

/** A point in time as an operator writes it. */
final class When {

  static final String FORM = "TIME";

  private When() {}

  /**
   * Reads ISO 8601 ({@code 2026-05-04T12:00:00Z}, without an offset UTC is meant, a date alone
   * means its midnight), {@code now}, or how long ago ({@code -1h30m}).
   *
   * @throws IllegalArgumentException if the text has none of these forms
   */
  static Instant parse(String text, Instant now) {
    if (text.equals("now")) {
      return now;
    }
    try {
      if (text.startsWith("-")) {
        return now.minus(Durations.parse(text.substring(1)));
      }
      if (!text.contains("T")) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      return text.matches(".*(Z|[+-][0-9:]+)$")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time such as 2026-05-04T12:00:00Z, 2026-05-04, -1h30m or now");
    }
  }
}
