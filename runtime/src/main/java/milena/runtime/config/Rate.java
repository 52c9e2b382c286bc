package milena.runtime.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * So many of something in a length of time, or no limit.
 *
 * @param count at least 1
 * @param per longer than zero
 */
public record Rate(long count, Duration per) {

  /** No limit at all. */
  public static final Rate UNLIMITED = new Rate(Long.MAX_VALUE, Duration.ofSeconds(1));

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})/(s|min|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  public Rate {
    if (count < 1 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException("a rate is at least 1; write none for no limit");
    }
  }

  /**
   * Reads {@code none}, {@code 50/s}, {@code 10/min}, {@code 1000/h} or {@code 5000/d}.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static Rate parse(String text) {
    if (text.equals("none")) {
      return UNLIMITED;
    }
    var match = FORM.matcher(text);
    var unit = match.matches() ? UNITS.get(match.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a rate such as 50/s, 10/min or none");
    }
    return new Rate(Long.parseLong(match.group(1)), unit);
  }

  public boolean isUnlimited() {
    return equals(UNLIMITED);
  }

  /** The rate in one second; infinite when there is no limit. */
  public double perSecond() {
    return isUnlimited() ? Double.POSITIVE_INFINITY : count * 1e9 / per.toNanos();
  }

  @Override
  public String toString() {
    if (isUnlimited()) {
      return "none";
    }
    return UNITS.entrySet().stream()
        .filter(unit -> unit.getValue().equals(per))
        .map(unit -> count + "/" + unit.getKey())
        .findFirst()
        .orElseGet(() -> count + " in " + Durations.print(per));
  }
}
