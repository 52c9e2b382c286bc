package milena.bench.load;

import java.time.Duration;

/**
 * How much the load generator puts up with.
 *
 * @param resends how often a message that got a 4xx or no reply is sent again, 0 to 1,000; the same
 *     message with the same Message-ID
 * @param outage for how long the target may be unreachable before the run ends
 * @param reply how long one reply may take before the connection is given up
 */
public record LoadPatience(int resends, Duration outage, Duration reply) {
  private static final int MAX_RESENDS = 1_000;

  /** Checks the ranges. */
  public LoadPatience {
    if (resends < 0 || resends > MAX_RESENDS) {
      throw new IllegalArgumentException("resends must be from 0 to " + MAX_RESENDS);
    }
    if (outage.isNegative() || reply.isNegative() || reply.isZero()) {
      throw new IllegalArgumentException("durations must be positive");
    }
  }

  /** Returns no resends, 10 seconds of outage, 5 minutes for a reply. */
  public static LoadPatience defaults() {
    return new LoadPatience(0, Duration.ofSeconds(10), Duration.ofMinutes(5));
  }

  /** Returns this with another number of resends. */
  public LoadPatience withResends(int other) {
    return new LoadPatience(other, outage, reply);
  }
}
