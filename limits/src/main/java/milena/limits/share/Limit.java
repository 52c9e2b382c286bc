package milena.limits.share;

/**
 * A limit that several processes share: permits come at an even pace, and some are saved.
 *
 * @param name by which all of them know it
 * @param permits in a period, from 1
 * @param periodMs the period, ms
 * @param version of two versions of a limit, the higher holds
 */
public record Limit(String name, long permits, long periodMs, long version) {

  /** Shares are in thousandths of a permit a period. */
  static final long PARTS = 1_000;

  private static final long LEAST_BURST_MS = 1_000;
  private static final int BURSTS_IN_PERIOD = 20;

  /** Checks the ranges. */
  public Limit {
    if (permits < 1 || permits > Integer.MAX_VALUE || periodMs < 1) {
      throw new IllegalArgumentException("no limit: " + permits + " in " + periodMs + " ms");
    }
  }

  /** All of it. */
  long parts() {
    return permits * PARTS;
  }

  /** Permits in a millisecond, of a share. */
  double perMs(long share) {
    return (double) share / PARTS / periodMs;
  }

  /**
   * How many permits a share saves: those of a second, or of a twentieth of the period where that
   * is longer, and one at least.
   */
  double burst(long share) {
    return Math.max(1, perMs(share) * Math.max(LEAST_BURST_MS, periodMs / BURSTS_IN_PERIOD));
  }
}
