package milena.bench.measure;

import java.time.Instant;
import java.util.Optional;

/**
 * What the load generator writes into each message so that the sink can tell when it was sent.
 *
 * <p>The value of the header {@code X-Bench} is {@code seq=000000000042; at=1767225600000000000}.
 * Both numbers have a fixed width, so that a message keeps its size whatever its number.
 *
 * @param sequence the number of the message in its run, from 0
 * @param sentEpochNanos when it was sent, in nanoseconds since 1970 by the sender's wall clock
 */
public record BenchStamp(long sequence, long sentEpochNanos) {
  /** The header's name. */
  public static final String HEADER = "X-Bench";

  /** The digits of a sequence number, enough for a million million messages. */
  public static final int SEQUENCE_DIGITS = 12;

  /** The digits of a time, enough until the year 2286. */
  public static final int TIME_DIGITS = 19;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Returns an instant as nanoseconds since 1970. */
  public static long epochNanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
  }

  /** Returns the header's value. */
  public String toHeaderValue() {
    return "seq="
        + padded(sequence, SEQUENCE_DIGITS)
        + "; at="
        + padded(sentEpochNanos, TIME_DIGITS);
  }

  /** Reads the header's value, or nothing when it is not one that a load generator wrote. */
  public static Optional<BenchStamp> parse(String value) {
    int semicolon = value.indexOf("; at=");
    if (!value.startsWith("seq=") || semicolon < 0) {
      return Optional.empty();
    }
    try {
      long sequence = Long.parseLong(value, 4, semicolon, 10);
      long at = Long.parseLong(value, semicolon + 5, value.length(), 10);
      return Optional.of(new BenchStamp(sequence, at));
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }

  private static String padded(long number, int digits) {
    String text = Long.toString(number);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
