package milena.router.gate;

import milena.policy.Bound;
import milena.policy.Per;
import org.jspecify.annotations.Nullable;

/** Nothing passes until a time. */
public final class Barrier extends Gate {
  private final Per per;
  private final String key;
  private long until;

  Barrier(Per per, String key) {
    this.per = per;
    this.key = key;
  }

  /** Returns what is suspended. */
  public Per per() {
    return per;
  }

  /** Returns which of them. */
  public String key() {
    return key;
  }

  /** It is closed until then, and no longer. */
  void closeUntil(long end) {
    until = end;
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
  @Nullable Bound bound() {
    return null;
  }

  @Override
  public int room(long now) {
    return until <= now ? Integer.MAX_VALUE : 0;
  }
}
