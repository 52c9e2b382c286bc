package milena.delivery.claim;

import java.time.Duration;

/**
 * What reading envelopes and bodies may cost.
 *
 * @param cacheBytes records kept after they were read, in bytes; large bodies' chunks have as much
 *     beside, and records of the queue a quarter
 * @param patience after this a body counts as not readable now
 */
public record BodyLimits(long cacheBytes, Duration patience) {

  /** What is taken when nothing else is said. */
  public static final BodyLimits DEFAULT = new BodyLimits(16L << 20, Duration.ofSeconds(30));

  /** Refuses what would let nothing be read. */
  public BodyLimits {
    if (cacheBytes < 0 || patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("cacheBytes starts at 0, patience above it");
    }
  }
}
