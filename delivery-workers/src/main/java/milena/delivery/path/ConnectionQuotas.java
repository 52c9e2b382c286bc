package milena.delivery.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import milena.policy.Applied;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of all lanes of this process against the limits that hold for each, and
 * lets those that have none go first where there is no more room. Safe for use by several threads.
 *
 * <p>A site belongs to one worker, so that its limits are kept here exactly. A limit that several
 * sites share may concern several workers: under it nothing is opened without a {@link Leases
 * lease}.
 */
public final class ConnectionQuotas {

  /** Who waits for room. */
  public interface Waiter {
    /** There may be room now; called from any thread, without a lock. */
    void roomMade();
  }

  /** The answer to who wants a connection. */
  public sealed interface Answer {
    /** It may be opened. */
    record Granted(Slot slot) implements Answer {}

    /**
     * It may not, by this limit.
     *
     * @param leased whether a lease is missing that may come at any time: nobody is told then, and
     *     it is worth asking again after {@link ConnectionQuotas#AGAIN_MS}
     */
    record Refused(Applied limit, boolean leased) implements Answer {}
  }

  /** So long it takes until a lease may have come, ms; who asks as often is known to want it. */
  public static final long AGAIN_MS = 50;

  /** So many rates are remembered; those that nobody uses are forgotten then. */
  private static final int MOST_IDLE = 10_000;

  private final LongSupplier nanos;
  private final Leases leases;
  private final Map<Applied.Counter, Tally> tallies = new HashMap<>();
  private int sweepAt = MOST_IDLE;

  /**
   * Nothing is open.
   *
   * @param nanos the monotonic clock
   * @param leases of the limits that other workers share
   */
  public ConnectionQuotas(LongSupplier nanos, Leases leases) {
    this.nanos = nanos;
    this.leases = leases;
  }

  /**
   * Asks for one connection.
   *
   * @param counted all that it is counted against
   * @param who asks; where it has none at all and is refused, it is remembered, so that it comes
   *     before whoever has some. It has to ask again at least every second
   * @param starving whether it has none at all
   */
  public synchronized Answer ask(Counted counted, Waiter who, boolean starving) {
    var now = nanos.getAsLong();
    for (var limit : counted.limits()) {
      if (!hasRoom(limit, who, now)) {
        queue(counted.limits(), limit, who, starving);
        return new Answer.Refused(limit, false);
      }
    }
    var missing = leases.take(counted);
    if (missing != null) {
      queue(counted.limits(), missing, who, starving);
      return new Answer.Refused(missing, true);
    }
    counted.limits().forEach(limit -> tally(limit).forget(who));
    ownRates(counted).forEach(limit -> tally(limit).spend());
    return new Answer.Granted(new Slot(counted));
  }

  private boolean hasRoom(Applied limit, Waiter who, long now) {
    var tally = tally(limit);
    if (!leases.isShared(limit)) {
      return tally.isAmong(tally.room(limit.bound(), now), who, now);
    }
    // The lease may be of a version before, which allowed more.
    var within = limit.bound().isRate() || tally.room(limit.bound(), now) >= 1;
    // Who is the first takes from the lease even where that has nothing, so that it is wished for.
    return within && tally.isAmong(Math.max(1, leases.room(limit)), who, now);
  }

  /** It waits for the limit that refused it alone: whatever else has room is for others. */
  private void queue(List<Applied> limits, Applied refusing, Waiter who, boolean starving) {
    for (var limit : limits) {
      if (!starving || !limit.equals(refusing)) {
        tally(limit).forget(who);
      }
    }
    if (starving) {
      tally(refusing).await(who, nanos.getAsLong());
    }
  }

  /** Whether others, who have no connection, wait for one of those that count here. */
  public synchronized boolean isWanted(Counted counted, Waiter self) {
    var now = nanos.getAsLong();
    for (var limit : counted.limits()) {
      if (!limit.bound().isRate() && isWanted(limit, self, now)) {
        return true;
      }
    }
    return false;
  }

  private boolean isWanted(Applied limit, Waiter self, long now) {
    var tally = tally(limit);
    if (!leases.isShared(limit)) {
      return tally.isWanted(tally.room(limit.bound(), now), self, now);
    }
    return !leases.isAway(limit) && tally.isWanted(leases.room(limit), self, now);
  }

  /** Whether there are more connections than these limits, or the leases of them, allow by now. */
  public synchronized boolean hasSurplus(Counted counted) {
    for (var limit : counted.limits()) {
      if (!limit.bound().isRate() && hasSurplus(limit)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasSurplus(Applied limit) {
    var tally = tally(limit);
    return tally.surplus(limit.bound().most()) > 0
        || (leases.isShared(limit) && leases.surplus(limit) > tally.leaving());
  }

  /** How a limit is called: its kind, what it is counted for and which of them. */
  public static String name(Applied limit) {
    return limit.kind().word() + " " + limit.per().word() + " " + limit.key();
  }

  /** What is said of a limit that let nothing out; null where none did. */
  public static String refusal(@Nullable Applied limit) {
    return limit == null ? "" : ": " + name(limit) + " allows " + limit.bound().most();
  }

  private List<Applied> ownRates(Counted counted) {
    return counted.limits().stream()
        .filter(limit -> limit.bound().isRate() && !leases.isShared(limit))
        .toList();
  }

  private Tally tally(Applied limit) {
    return tally(limit.counter());
  }

  private Tally tally(Applied.Counter key) {
    var tally = tallies.get(key);
    if (tally == null) {
      sweep();
      tally = new Tally();
      tallies.put(key, tally);
    }
    return tally;
  }

  private void sweep() {
    if (tallies.size() >= sweepAt) {
      var now = nanos.getAsLong();
      tallies.values().removeIf(tally -> tally.isIdle(now));
      sweepAt = tallies.size() + MOST_IDLE;
    }
  }

  /** A connection, as it is counted. */
  public final class Slot implements AutoCloseable {
    private Counted counted;
    private List<Applied.Counter> keys;
    private boolean leaving;
    private boolean open = true;

    private Slot(Counted counted) {
      this.counted = counted;
      this.keys = keys(counted);
      keys.forEach(key -> tally(key).hold());
    }

    private static List<Applied.Counter> keys(Counted counted) {
      return counted.limits().stream()
          .filter(limit -> !limit.bound().isRate())
          .map(Applied::counter)
          .toList();
    }

    /** Other limits hold for it from now on, though it may be one too many for them. */
    public void count(Counted other) {
      synchronized (ConnectionQuotas.this) {
        var next = keys(other);
        leases.follow(other);
        if (open && !next.equals(keys)) {
          // In this order: never does it count for nothing, which could be said meanwhile.
          leases.adopt(other);
          leases.giveBack(counted);
          keys.forEach(key -> tally(key).release(leaving));
          counted = other;
          keys = next;
          keys.forEach(key -> tally(key).hold());
          if (leaving) {
            keys.forEach(key -> tally(key).leave());
          }
        }
      }
    }

    /** The connection goes as soon as it can. */
    public void leave() {
      synchronized (ConnectionQuotas.this) {
        if (open && !leaving) {
          leaving = true;
          keys.forEach(key -> tally(key).leave());
        }
      }
    }

    /**
     * Whether one more may be opened in its place by the rates among these limits, which counts.
     */
    public boolean mayReopen(Counted by) {
      synchronized (ConnectionQuotas.this) {
        var now = nanos.getAsLong();
        var own = ownRates(by);
        var room =
            own.stream().allMatch(rate -> tally(rate).room(rate.bound(), now) > 0)
                && leases.takeRates(by) == null;
        if (room) {
          own.forEach(rate -> tally(rate).spend());
        }
        return room;
      }
    }

    /** The connection is gone. Does nothing the second time. */
    @Override
    public void close() {
      var next = new ArrayList<Waiter>();
      synchronized (ConnectionQuotas.this) {
        if (!open) {
          return;
        }
        open = false;
        leases.giveBack(counted);
        var now = nanos.getAsLong();
        for (var key : keys) {
          tally(key).release(leaving);
          Optional.ofNullable(tally(key).first(now)).ifPresent(next::add);
        }
      }
      next.forEach(Waiter::roomMade);
    }
  }
}
