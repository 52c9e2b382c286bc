package milena.bench.measure;

import java.util.Locale;

/**
 * The percentiles of a set of durations, all in nanoseconds.
 *
 * @param count how many durations there were; with none, every other field is 0
 * @param p50 the median
 * @param p90 what nine of ten did not exceed
 * @param p99 what 99 of 100 did not exceed
 * @param p999 what 999 of 1,000 did not exceed
 * @param max the longest
 */
public record LatencySummary(long count, long p50, long p90, long p99, long p999, long max) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Returns the summary as a JSON object with the durations in milliseconds. */
  public String toJson() {
    return new JsonObject()
        .put("count", count)
        .put("p50_ms", p50 / NANOS_PER_MILLI)
        .put("p90_ms", p90 / NANOS_PER_MILLI)
        .put("p99_ms", p99 / NANOS_PER_MILLI)
        .put("p999_ms", p999 / NANOS_PER_MILLI)
        .put("max_ms", max / NANOS_PER_MILLI)
        .toString();
  }

  /** Returns the summary in one line for people, in milliseconds. */
  public String toText() {
    if (count == 0) {
      return "nothing measured";
    }
    return String.format(
        Locale.ROOT,
        "p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms (%,d measured)",
        p50 / NANOS_PER_MILLI,
        p90 / NANOS_PER_MILLI,
        p99 / NANOS_PER_MILLI,
        p999 / NANOS_PER_MILLI,
        max / NANOS_PER_MILLI,
        count);
  }
}
