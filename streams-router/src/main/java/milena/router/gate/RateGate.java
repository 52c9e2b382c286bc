package milena.router.gate;

import milena.policy.Bound;

/**
 * A rate: tokens come at an even pace and up to a burst of them is saved. A new one is empty, so
 * that no restart and no move of a partition lets more through than the rate.
 */
final class RateGate extends Gate {
  private Bound bound;
  private double perMs;
  private double burst;
  private double tokens;
  private long countedAt;

  RateGate(Bound bound, long now) {
    this.bound = bound;
    become(bound);
    countedAt = now;
  }

  /** The limit is another from now on; what was saved is kept as far as it fits. */
  void become(Bound other) {
    bound = other;
    perMs = (double) bound.most() / bound.periodMs();
    burst = Math.max(1, bound.burst());
    tokens = Math.min(tokens, burst);
  }

  /** So much at most is saved now. */
  void save(double most) {
    tokens = Math.min(tokens, most);
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
