package milena.policy;

import java.util.List;

/**
 * When deferred mail is tried again.
 *
 * @param classes of the reply that deferred it, as events name them; empty for every class
 */
public record RetryRule(Selector where, List<String> classes, Schedule schedule, Place place) {

  /** Copies. */
  public RetryRule {
    classes = List.copyOf(classes);
  }

  /**
   * Waits in ms: the steps in their order, then each the one before it times the factor.
   *
   * @param steps at least one
   * @param factor at least 1
   * @param longestMs no wait is longer, before jitter
   * @param jitter share of a wait by which it may differ either way, 0 to 1
   * @param expiryMs how long after acceptance it ends as expired; 0 for what ingest set
   */
  public record Schedule(
      List<Long> steps, double factor, long longestMs, double jitter, long expiryMs) {
    /** Copies and checks. */
    public Schedule {
      steps = List.copyOf(steps);
      if (steps.isEmpty() || factor < 1 || jitter < 0 || jitter > 1) {
        throw new IllegalArgumentException("a schedule needs a step, a factor from 1, a jitter");
      }
    }

    /**
     * Returns the wait after so many attempts have failed.
     *
     * @param attempt from 1
     * @param chance from 0 to 1, which spreads the waits
     */
    public long waitMs(int attempt, double chance) {
      double plain =
          attempt <= steps.size()
              ? steps.get(Math.max(0, attempt - 1))
              : steps.getLast() * Math.pow(factor, (double) attempt - steps.size());
      double bounded = Math.min(plain, (double) longestMs);
      return Math.max(1, Math.round(bounded * (1 + jitter * (2 * chance - 1))));
    }
  }
}
