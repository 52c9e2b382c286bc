package milena.router.gate;

import java.util.List;
import milena.limits.lease.Permits;
import milena.limits.lease.Permits.Wish;
import milena.limits.lease.StrictLimit;
import milena.policy.Applied;
import milena.policy.Bound;

/**
 * A limit that several processes share: what it lets pass is leased from its owner. Whether it is
 * open is known only when it is passed.
 */
final class LeasedGate extends Gate {
  /** A lost shaper's dispatches may go on for longer; its successor has adopted them by then. */
  private static final long KEPT_MS = 60_000;

  private static final int ROUSED_AT_ONCE = 16;

  private final Permits permits;
  private final String name;
  private final Sort sort;
  private Bound bound;
  private Wish wish;
  private long shutUntil;

  /**
   * Nothing has passed.
   *
   * @param version of the policy: of two that say something of the limit, the higher holds
   */
  LeasedGate(Permits permits, Applied limit, Bound bound, long version) {
    this.permits = permits;
    this.name = limit.name();
    this.sort = bound.isRate() ? Sort.RATE : Sort.COUNT;
    this.bound = bound;
    this.wish = wish(bound, version);
  }

  void become(Bound other, long version) {
    bound = other;
    wish = wish(other, version);
  }

  private Wish wish(Bound much, long version) {
    return new Wish(
        StrictLimit.of(name, much.most(), much.periodMs(), much.burst(), KEPT_MS, version), 1);
  }

  Wish wish() {
    return wish;
  }

  /** It let nothing pass, and is to be asked again then. */
  void shut(long until) {
    shutUntil = until;
  }

  @Override
  public Sort sort() {
    return sort;
  }

  @Override
  public long opensAt(long now) {
    return Math.max(now, shutUntil);
  }

  @Override
  void pass(long now) {
    // The permit was taken together with those of the other leased gates.
  }

  @Override
  void giveBack(long now) {
    if (sort == Sort.COUNT) {
      permits.giveBack(List.of(wish));
      shutUntil = 0;
      rouse(1, now);
    }
  }

  @Override
  void leave(long now) {
    permits.leave(List.of(wish), now);
  }

  /** What another process let pass is outstanding here by now. */
  void adopt(long now) {
    permits.adopt(List.of(wish), now);
  }

  @Override
  boolean isIdle(long now) {
    return sort == Sort.RATE || permits.used(name) == 0;
  }

  @Override
  Bound bound() {
    return bound;
  }

  @Override
  public int room(long now) {
    return shutUntil > now ? 0 : ROUSED_AT_ONCE;
  }
}
