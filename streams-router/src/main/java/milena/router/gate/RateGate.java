package milena.router.gate;

import milena.policy.Bound;

/**
 * A rate: tokens come at an even pace and up to a burst of them is saved. After a start, or when a
 * partition came, all are empty, so that neither lets more through than the rate.
 */
final class RateGate extends Gate {
  private Bound bound;
  private double perMs;
  private double burst;
  private double tokens;
  private long countedAt;

  /**
   * Has saved since a time.
   *
   * @param emptyAt that time, ms: now or before
   */
  RateGate(Bound bound, long emptyAt) {
    this.bound = bound;
    become(bound);
    countedAt = emptyAt;
  }

  /** The limit is another from now on; what was saved is kept as far as it fits. */
  void become(Bound other) {
    bound = other;
    perMs = (double) bound.most() / bound.periodMs();
    burst = Math.max(1, bound.burst());
    tokens = Math.min(tokens, burst);
  }

  /** Nothing is saved now. */
  void saveNothing(long now) {
    tokens = 0;
    countedAt = now;
  }

  @Override
  public Sort sort() {
    return Sort.RATE;
  }

  @Override
  public long opensAt(long now) {
    count(now);
    if (tokens >= 1) {
      return now;
    }
    return perMs <= 0 ? Long.MAX_VALUE : now + Math.max(1, (long) Math.ceil((1 - tokens) / perMs));
  }

  @Override
  void pass(long now) {
    count(now);
    tokens -= 1;
  }

  @Override
  void giveBack(long now) {
    // What left, left.
  }

  @Override
  boolean isIdle(long now) {
    count(now);
    return tokens >= burst;
  }

  @Override
  Bound bound() {
    return bound;
  }

  @Override
  public int room(long now) {
    count(now);
    return (int) tokens;
  }

  private void count(long now) {
    if (now > countedAt) {
      tokens = Math.min(burst, tokens + (now - countedAt) * perMs);
      countedAt = now;
    }
  }
}
