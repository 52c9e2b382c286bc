package milena.delivery.path;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import milena.delivery.path.ConnectionQuotas.Waiter;
import milena.policy.Bound;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for one value of a limit: connections that are there, or tokens for connections
 * to come; and who waits for one, in order. Guarded by its {@link ConnectionQuotas}.
 */
final class Tally {

  /** Who waits asks again several times a second; who does not has given up. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  /** Who has given up is looked for no more often: it takes a look at all who wait. */
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

  private static final double MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Map<Waiter, Long> waiters = new LinkedHashMap<>();
  private long lookedAt;
  private int held;
  private int leaving;
  private double tokens = Double.MAX_VALUE;
  private long filledAt;
  private long refill;

  void hold() {
    held++;
  }

  void release(boolean wasLeaving) {
    held--;
    if (wasLeaving) {
      leaving--;
    }
  }

  void leave() {
    leaving++;
  }

  /** How many of those that are there are about to go. */
  int leaving() {
    return leaving;
  }

  void spend() {
    tokens--;
  }

  /** How many more there may be; below 0 where there are too many. */
  long room(Bound bound, long now) {
    if (!bound.isRate()) {
      return bound.most() - held;
    }
    double most = Math.min(bound.most(), Math.max(1, bound.burst()));
    var filled = (now - filledAt) / MS * bound.most() / bound.periodMs();
    tokens = tokens == Double.MAX_VALUE ? most : Math.min(most, tokens + filled);
    filledAt = now;
    refill = (long) ((most + 1) * MS * bound.periodMs() / bound.most());
    return (long) Math.floor(tokens);
  }

  /** How many more there are than allowed, without those that are about to go. */
  long surplus(long allowed) {
    return held - leaving - allowed;
  }

  /**
   * Whether more wait than there will be room for, not counting this one.
   *
   * @param room for so many there is room now
   */
  boolean isWanted(long room, Waiter self, long now) {
    forgetStale(now);
    var others = waiters.size() - (waiters.containsKey(self) ? 1 : 0);
    return others > Math.max(0, room) + leaving;
  }

  /**
   * Whether it is the turn of this one when so many go. Looks at no more than these, however many
   * wait: where there is no room all of them ask several times a second.
   */
  boolean isAmong(long next, Waiter self, long now) {
    if (next < 1) {
      return false;
    }
    forgetStale(now);
    if (waiters.size() < next) {
      return true;
    }
    var order = waiters.keySet().iterator();
    for (var left = next; left > 0; left--) {
      if (order.next().equals(self)) {
        return true;
      }
    }
    return false;
  }

  /** It keeps its place in the order. */
  void await(Waiter waiter, long now) {
    if (waiters.isEmpty()) {
      lookedAt = now;
    }
    forgetStale(now);
    waiters.replace(waiter, now);
    waiters.putIfAbsent(waiter, now);
  }

  void forget(Waiter waiter) {
    waiters.remove(waiter);
  }

  @Nullable Waiter first(long now) {
    forgetStale(now);
    var all = waiters.keySet().iterator();
    return all.hasNext() ? all.next() : null;
  }

  /** Whether it is as good as new. */
  boolean isIdle(long now) {
    forgetStale(now);
    return held == 0 && waiters.isEmpty() && now - filledAt > refill;
  }

  private void forgetStale(long now) {
    if (now - lookedAt >= LOOK) {
      lookedAt = now;
      waiters.values().removeIf(asked -> now - asked > PATIENCE);
    }
  }
}
