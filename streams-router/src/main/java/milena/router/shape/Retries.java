package milena.router.shape;

import java.util.random.RandomGenerator;
import milena.policy.Traffic;
import milena.router.gate.Admissions;
import milena.schemas.AttemptResult;

/** When what was deferred is tried again: as the policy says, or else by the built-in schedule. */
final class Retries {
  private final RetrySchedule builtIn;
  private final Admissions admissions;
  private final RandomGenerator random;

  /**
   * A repeat.
   *
   * @param at when, ms; a repeat that would come too late is not made: at the expiry then
   * @param expiresAt when the submission ends, ms
   */
  record Next(long at, long expiresAt) {}

  Retries(RetrySchedule builtIn, Admissions admissions, RandomGenerator random) {
    this.builtIn = builtIn;
    this.admissions = admissions;
    this.random = random;
  }

  Next next(Held held, Traffic traffic, AttemptResult result, long now) {
    var rule = admissions.policy().retry(traffic, result.getBounceClass()).orElse(null);
    if (rule == null) {
      long at = now + builtIn.delayMs(held.attempt, random);
      return new Next(Math.min(at, held.expiresAt), held.expiresAt);
    }
    var schedule = rule.schedule();
    long expiresAt =
        schedule.expiryMs() == 0
            ? held.expiresAt
            : Math.min(held.expiresAt, held.acceptedAt + schedule.expiryMs());
    long at = now + schedule.waitMs(held.attempt, random.nextDouble());
    return new Next(Math.min(at, Math.max(now, expiresAt)), expiresAt);
  }
}
