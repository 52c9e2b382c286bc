package milena.router.gate;

import milena.policy.Bound;

/** So many at one time. */
final class CountGate extends Gate {

  /** Who was roused may not have needed it: the next one asks after so long. */
  private static final long LOOK_AGAIN_MS = 100;

  private Bound bound;
  private long passed;

  CountGate(Bound bound) {
    this.bound = bound;
  }

  void become(Bound other) {
    bound = other;
  }

  @Override
  public Sort sort() {
    return Sort.COUNT;
  }

  @Override
  public long opensAt(long now) {
    if (bound.most() <= 0) {
      return Long.MAX_VALUE;
    }
    return passed < bound.most() ? now : now + LOOK_AGAIN_MS;
  }

  @Override
  void pass(long now) {
    passed++;
  }

  @Override
  void giveBack(long now) {
    passed--;
    if (room(now) > 0) {
      rouse(1, now);
    }
  }

  @Override
  boolean isIdle(long now) {
    return passed == 0;
  }

  @Override
  Bound bound() {
    return bound;
  }

  @Override
  public int room(long now) {
    return Math.clamp(bound.most() - passed, 0, Integer.MAX_VALUE);
  }
}
