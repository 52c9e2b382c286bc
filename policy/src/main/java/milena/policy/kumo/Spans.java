package milena.policy.kumo;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import milena.runtime.config.Durations;

/**
 * Lengths of time as KumoMTA's users write them: {@code 90m}, {@code 1 hour 30 min}, {@code 15}.
 */
final class Spans {

  private static final Pattern FORM = Pattern.compile("(?:\\s*[0-9]{1,9}\\s*[a-zA-Z]+)+\\s*");
  private static final Pattern PART = Pattern.compile("([0-9]{1,9})\\s*([a-zA-Z]+)");
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final double MOST_SECONDS = 1e9;

  /** In ms, by every name that it has. Of month and year as many seconds as KumoMTA takes. */
  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("msec", 1L),
          Map.entry("ms", 1L),
          Map.entry("seconds", SECOND),
          Map.entry("second", SECOND),
          Map.entry("secs", SECOND),
          Map.entry("sec", SECOND),
          Map.entry("s", SECOND),
          Map.entry("minutes", MINUTE),
          Map.entry("minute", MINUTE),
          Map.entry("mins", MINUTE),
          Map.entry("min", MINUTE),
          Map.entry("m", MINUTE),
          Map.entry("hours", HOUR),
          Map.entry("hour", HOUR),
          Map.entry("hrs", HOUR),
          Map.entry("hr", HOUR),
          Map.entry("h", HOUR),
          Map.entry("days", DAY),
          Map.entry("day", DAY),
          Map.entry("d", DAY),
          Map.entry("weeks", 7 * DAY),
          Map.entry("week", 7 * DAY),
          Map.entry("w", 7 * DAY),
          Map.entry("months", 2_630_016 * SECOND),
          Map.entry("month", 2_630_016 * SECOND),
          Map.entry("M", 2_630_016 * SECOND),
          Map.entry("years", 31_557_600 * SECOND),
          Map.entry("year", 31_557_600 * SECOND),
          Map.entry("y", 31_557_600 * SECOND));

  private Spans() {}

  /**
   * Returns the nearest from a second to the longest that the document takes, and says so where it
   * is another.
   */
  static Duration within(Duration span, Duration longest, String path, Said said, Unsaid unsaid) {
    var shortest = Duration.ofSeconds(1);
    var most = span.compareTo(longest) > 0 ? longest : span;
    var nearest = most.compareTo(shortest) < 0 ? shortest : most;
    if (!nearest.equals(span)) {
      unsaid.add(
          path, said, "is " + Durations.print(nearest) + " here, which is as near as it can");
    }
    return nearest;
  }

  /** Reads one longer than nothing; a number is seconds. */
  static Optional<Duration> of(Said said) {
    return switch (said) {
      case Said.Whole(var number, _) -> seconds((double) number);
      case Said.Decimal(var number, _) -> seconds(number);
      case Said.Text(var text, _) -> of(text);
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> seconds(double number) {
    return number > 0 && number <= MOST_SECONDS
        ? Optional.of(Duration.ofMillis(Math.round(number * SECOND))).filter(Duration::isPositive)
        : Optional.empty();
  }

  private static Optional<Duration> of(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    long sum = 0;
    var parts = PART.matcher(text);
    while (parts.find()) {
      var unit = UNITS.get(parts.group(2));
      if (unit == null) {
        return Optional.empty();
      }
      sum += Long.parseLong(parts.group(1)) * unit;
    }
    return seconds((double) sum / SECOND);
  }
}
