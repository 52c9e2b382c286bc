package milena.delivery.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import milena.policy.Applied;
import milena.policy.Kind;
import milena.policy.Per;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of all lanes of this process against the limits that hold for each, and
 * lets those that have none go first where there is no more room. Safe for use by several threads.
 *
 * <p>A site belongs to one worker, so that its limits are kept here exactly. A limit that several
 * sites share may concern several workers: each keeps to its {@link Shares share}.
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

    /** It may not, by this limit. */
    record Refused(Applied limit) implements Answer {}
  }

  /** What is counted together. */
  record Key(Kind kind, Per per, String value) {
    static Key of(Applied limit) {
      return new Key(limit.kind(), limit.per(), limit.key());
    }

    @Override
    public String toString() {
      return kind.word() + " " + per.word() + " " + value;
    }
  }

  /** So many rates are remembered; those that nobody uses are forgotten then. */
  private static final int MOST_IDLE = 10_000;

  private final LongSupplier nanos;
  private final Shares shares;
  private final Map<Key, Tally> tallies = new HashMap<>();
  private int sweepAt = MOST_IDLE;

  /**
   * Nothing is open.
   *
   * @param nanos the monotonic clock
   */
  public ConnectionQuotas(LongSupplier nanos, Shares shares) {
    this.nanos = nanos;
    this.shares = shares;
  }

  /**
   * Asks for one connection.
   *
   * @param limits all that it is counted against
   * @param who asks; where it has none at all and is refused, it is remembered, so that it comes
   *     before whoever has some. It has to ask again at least every second
   * @param starving whether it has none at all
   */
  public synchronized Answer ask(List<Applied> limits, Waiter who, boolean starving) {
    var now = nanos.getAsLong();
    for (var limit : limits) {
      var tally = tally(limit);
      if (tally.room(limit.bound(), allowed(limit), now) - tally.ahead(who, now) < 1) {
        queue(limits, limit, who, starving);
        return new Answer.Refused(limit);
      }
    }
    limits.forEach(limit -> tally(limit).forget(who));
    limits.stream().filter(limit -> limit.bound().isRate()).forEach(l -> tally(l).spend());
    return new Answer.Granted(new Slot(limits));
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
  public synchronized boolean isWanted(List<Applied> limits, Waiter self) {
    var now = nanos.getAsLong();
    for (var limit : limits) {
      if (!limit.bound().isRate() && tally(limit).isWanted(allowed(limit), self, now)) {
        return true;
      }
    }
    return false;
  }

  /** Whether there are more connections than these limits allow by now. */
  public synchronized boolean hasSurplus(List<Applied> limits) {
    for (var limit : limits) {
      if (!limit.bound().isRate() && tally(limit).surplus(allowed(limit)) > 0) {
        return true;
      }
    }
    return false;
  }

  /** How a limit is called: its kind, what it is counted for and which of them. */
  public static String name(Applied limit) {
    return Key.of(limit).toString();
  }

  /** What is said of a limit that let nothing out; null where none did. */
  public static String refusal(@Nullable Applied limit) {
    return limit == null ? "" : ": " + name(limit) + " allows " + limit.bound().most();
  }

  private long allowed(Applied limit) {
    var most = limit.bound().most();
    return limit.per().spansSites()
        ? shares.share(name(limit), Math.clamp(most, 0, Integer.MAX_VALUE))
        : most;
  }

  private Tally tally(Applied limit) {
    return tally(Key.of(limit));
  }

  private Tally tally(Key key) {
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
    private List<Key> counted;
    private boolean leaving;
    private boolean open = true;

    private Slot(List<Applied> limits) {
      counted = keys(limits);
      counted.forEach(key -> tally(key).hold());
    }

    private static List<Key> keys(List<Applied> limits) {
      return limits.stream().filter(limit -> !limit.bound().isRate()).map(Key::of).toList();
    }

    /** Other limits hold for it from now on, though it may be one too many for them. */
    public void count(List<Applied> limits) {
      synchronized (ConnectionQuotas.this) {
        var next = keys(limits);
        if (open && !next.equals(counted)) {
          counted.forEach(key -> tally(key).release(leaving));
          counted = next;
          counted.forEach(key -> tally(key).hold());
          if (leaving) {
            counted.forEach(key -> tally(key).leave());
          }
        }
      }
    }

    /** The connection goes as soon as it can. */
    public void leave() {
      synchronized (ConnectionQuotas.this) {
        if (open && !leaving) {
          leaving = true;
          counted.forEach(key -> tally(key).leave());
        }
      }
    }

    /**
     * Whether one more may be opened in its place by the rates among these limits, which counts.
     */
    public boolean mayReopen(List<Applied> limits) {
      synchronized (ConnectionQuotas.this) {
        var now = nanos.getAsLong();
        var rates = limits.stream().filter(limit -> limit.bound().isRate()).toList();
        var room =
            rates.stream().allMatch(rate -> tally(rate).room(rate.bound(), allowed(rate), now) > 0);
        if (room) {
          rates.forEach(rate -> tally(rate).spend());
        }
        return room;
      }
    }

    /** One more had to be opened in its place, whatever the rates among these limits say. */
    public void reopened(List<Applied> limits) {
      synchronized (ConnectionQuotas.this) {
        limits.stream().filter(limit -> limit.bound().isRate()).forEach(l -> tally(l).spend());
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
        var now = nanos.getAsLong();
        for (var key : counted) {
          tally(key).release(leaving);
          Optional.ofNullable(tally(key).first(now)).ifPresent(next::add);
        }
      }
      next.forEach(Waiter::roomMade);
    }
  }
}
