package milena.router.shape;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import milena.policy.Bound;

/**
 * What the shaper allows.
 *
 * @param retry when deferred submissions are tried again
 * @param messageRate messages a second for each site; empty for no limit
 * @param window most dispatches outstanding for a site
 * @param mostOutstanding most dispatches outstanding for a partition
 * @param validity how long a dispatch may wait at the worker before its transaction begins
 * @param longestAttempt how long an attempt can take at most, from its begin to its result
 * @param lease how long a worker that was lost may still send
 */
public record ShaperConfig(
    RetrySchedule retry,
    OptionalDouble messageRate,
    int window,
    int mostOutstanding,
    Duration validity,
    Duration longestAttempt,
    Duration lease) {
  private static final int BURSTS_A_SECOND = 10;

  /** The message rate as a limit, with a burst of a tenth of a second. */
  Optional<Bound> builtInRate() {
    if (messageRate.isEmpty()) {
      return Optional.empty();
    }
    double perSecond = messageRate.getAsDouble();
    long period = Duration.ofDays(1).toMillis();
    return Optional.of(
        new Bound(
            Math.max(1, Math.round(perSecond * Duration.ofDays(1).toSeconds())),
            period,
            burst(perSecond)));
  }

  /** How many may leave at once under the built-in rate. */
  public static long burst(double perSecond) {
    return Math.max(1, Math.round(perSecond / BURSTS_A_SECOND));
  }

  /** After so long without a result, a dispatch is lost and its slot is reclaimed. */
  long reclaimAfterMs() {
    return validity.plus(longestAttempt).plus(lease).toMillis();
  }
}
