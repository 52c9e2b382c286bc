package milena.router.gate;

/** Nothing passes until a time. */
final class Barrier extends Gate {
  private long until;

  /** Closes it, unless it is closed for longer. */
  void close(long end) {
    until = Math.max(until, end);
  }

  long until() {
    return until;
  }

  @Override
  public Sort sort() {
    return Sort.SUSPENDED;
  }

  @Override
  public long opensAt(long now) {
    return Math.max(now, until);
  }

  @Override
  void pass(long now) {
    // It is open to everybody or to nobody.
  }

  @Override
  void giveBack(long now) {
    // Nothing was taken.
  }

  @Override
  boolean isIdle(long now) {
    return until <= now;
  }

  @Override
  public int room(long now) {
    return until <= now ? Integer.MAX_VALUE : 0;
  }
}
