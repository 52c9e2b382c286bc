package milena.runtime.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A number of bytes. {@code kB}, {@code MB} and {@code GB} are powers of 1000, {@code KiB}, {@code
 * MiB} and {@code GiB} of 1024.
 *
 * @param bytes zero or more
 */
public record Size(long bytes) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}) ?([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30);

  public Size {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
  }

  /**
   * Reads {@code 50MB}, {@code 512KiB} or a plain number of bytes.
   *
   * @throws IllegalArgumentException if it has another form or does not fit 63 bits
   */
  public static Size parse(String text) {
    var match = FORM.matcher(text);
    var unit = match.matches() ? UNITS.get(match.group(2).toLowerCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("'" + text + "' is not a size such as 50MB or 512KiB");
    }
    try {
      return new Size(Math.multiplyExact(Long.parseLong(match.group(1)), unit));
    } catch (ArithmeticException tooLarge) {
      throw new IllegalArgumentException("'" + text + "' is too large", tooLarge);
    }
  }

  @Override
  public String toString() {
    if (bytes == 0) {
      return "0";
    }
    if (bytes % (1L << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    if (bytes % 1_000_000 == 0) {
      return bytes / 1_000_000 + "MB";
    }
    if (bytes % (1L << 10) == 0) {
      return (bytes >> 10) + "KiB";
    }
    return bytes % 1_000 == 0 ? bytes / 1_000 + "kB" : Long.toString(bytes);
  }
}
