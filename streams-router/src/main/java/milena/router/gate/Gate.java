package milena.router.gate;

import java.util.LinkedHashSet;
import java.util.Set;
import milena.policy.Applied;
import milena.policy.Bound;
import org.jspecify.annotations.Nullable;

/** One limit as it stands, and who waits for it, first come first. Times are ms. */
public abstract sealed class Gate permits RateGate, CountGate, LeasedGate, Barrier {

  /** Why something waits here. */
  public enum Sort {
    /** So many in a length of time. */
    RATE,
    /** So many at one time. */
    COUNT,
    /** Nothing at all for a while, since a reply said so. */
    SUSPENDED
  }

  /** Who waits for longest. There can be a gate for every site, at which nobody else waits. */
  private @Nullable Sleeper first;

  /** Who came after that one; null for nobody. */
  private @Nullable Set<Sleeper> others;

  private long usedAt;
  private boolean forgotten;
  private @Nullable Applied limit;

  /** Returns which limit it keeps, as the policy said it last; null for a barrier. */
  public final @Nullable Applied limit() {
    return limit;
  }

  /** It keeps this limit from now on. */
  final void keeps(Applied said) {
    limit = said;
  }

  /** Returns why something waits here. */
  public abstract Sort sort();

  /** Returns when one may pass: now, or later. */
  public abstract long opensAt(long now);

  /** One passes. */
  abstract void pass(long now);

  /** One that passed is through. */
  abstract void giveBack(long now);

  /** One that passed goes on, and is followed elsewhere from now on. */
  void leave(long now) {
    giveBack(now);
  }

  /** Whether nothing would be different if it were made anew. */
  abstract boolean isIdle(long now);

  /** How much it lets pass; null when it is open to everybody or to nobody. */
  abstract @Nullable Bound bound();

  /** Returns how many may pass now, at least 1 if any. */
  public abstract int room(long now);

  final void used(long now) {
    usedAt = now;
  }

  /** Forgets it if nobody has used it for so long; whoever still knows it must ask for another. */
  final boolean forgetIfIdle(long now, long keepMs) {
    forgotten = !hasSleepers() && now - usedAt > keepMs && isIdle(now);
    return forgotten;
  }

  final boolean isForgotten() {
    return forgotten;
  }

  final int sleepers() {
    return (first == null ? 0 : 1) + (others == null ? 0 : others.size());
  }

  final boolean hasSleepers() {
    return first != null;
  }

  final void add(Sleeper sleeper) {
    if (first == null) {
      first = sleeper;
    } else if (!first.equals(sleeper)) {
      others = others == null ? new LinkedHashSet<>() : others;
      others.add(sleeper);
    }
  }

  /** Rouses those who came first. */
  final void rouse(int most, long now) {
    for (int i = 0; i < most; i++) {
      var sleeper = first;
      if (sleeper == null) {
        return;
      }
      first = afterFirst();
      sleeper.rouse(now);
    }
  }

  private @Nullable Sleeper afterFirst() {
    if (others == null) {
      return null;
    }
    var next = others.iterator().next();
    others.remove(next);
    others = others.isEmpty() ? null : others;
    return next;
  }
}
