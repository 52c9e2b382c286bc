package milena.router.shape;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import milena.policy.RetryRule;

/**
 * When a deferred submission is tried again: the first delay, multiplied for each further attempt,
 * never more than the longest, made uneven by a share of itself so that what failed together does
 * not come back together.
 *
 * @param first delay after the first attempt
 * @param factor by which each further delay is longer; 1 or more
 * @param longest no delay is longer (before jitter)
 * @param jitter share of the delay by which it may differ either way; 0 to 1
 */
public record RetrySchedule(Duration first, double factor, Duration longest, double jitter) {

  /** Checks the ranges. */
  public RetrySchedule {
    if (first.isNegative() || first.isZero() || factor < 1 || jitter < 0 || jitter > 1) {
      throw new IllegalArgumentException(
          "a retry schedule needs a first delay over 0, a factor of at least 1 and a jitter of 0 to"
              + " 1");
    }
  }

  /** Milliseconds to wait after {@code attempt} attempts (1 or more) have failed. */
  public long delayMs(int attempt, RandomGenerator random) {
    var steps = List.of(first.toMillis());
    return new RetryRule.Schedule(steps, factor, longest.toMillis(), jitter, 0)
        .waitMs(attempt, random.nextDouble());
  }
}
