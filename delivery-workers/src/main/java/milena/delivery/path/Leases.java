package milena.delivery.path;

import java.util.List;
import java.util.function.LongSupplier;
import milena.limits.lease.Permits;
import milena.limits.lease.Permits.Wish;
import milena.limits.lease.StrictLimit;
import milena.policy.Applied;
import org.jspecify.annotations.Nullable;

/**
 * The limits that other workers share: what may be opened under them is leased from their owners,
 * so that all workers together keep them. Those of a site are not among them, for all of it belongs
 * to one worker. Safe for use by several threads; nothing blocks.
 */
public final class Leases {

  /** For the only worker there is, which keeps all limits itself. */
  public static final Leases NONE = new Leases(null, () -> 0);

  /**
   * What a worker has open counts for so long after its last lease. One that is cut off begins
   * nothing after the lease of its claims, and closes what is idle some seconds later; what a
   * process had that died, the kernel has closed long before.
   */
  static final long KEPT_MS = 10_000;

  private final @Nullable Permits permits;
  private final LongSupplier millis;

  private Leases(@Nullable Permits permits, LongSupplier millis) {
    this.permits = permits;
    this.millis = millis;
  }

  /**
   * For one of several workers.
   *
   * @param permits of this process
   * @param millis the monotonic clock by which their leases end
   */
  public static Leases of(Permits permits, LongSupplier millis) {
    return new Leases(permits, millis);
  }

  /** Whether other workers may have connections that count against this one. */
  boolean isShared(Applied limit) {
    return permits != null && limit.per().spansSites();
  }

  /** Takes one of each that is shared, or none; says which one is short. */
  @Nullable Applied take(Counted counted) {
    return take(counted.limits(), counted.version());
  }

  /** The same of their rates alone. */
  @Nullable Applied takeRates(Counted counted) {
    return take(
        counted.limits().stream().filter(limit -> limit.bound().isRate()).toList(),
        counted.version());
  }

  private @Nullable Applied take(List<Applied> limits, long version) {
    if (permits == null) {
      return null;
    }
    long now = millis.getAsLong();
    var shared = shared(limits);
    if (permits.take(wishes(shared, version), now) == 0) {
      return null;
    }
    return shared.stream()
        .filter(limit -> permits.missing(wish(limit, version), now) > 0)
        .findFirst()
        .orElseGet(shared::getFirst);
  }

  /** Another version says this of limits under which connections are open. */
  void follow(Counted counted) {
    if (permits != null) {
      long now = millis.getAsLong();
      for (var wish : wishes(shared(counted.limits()), counted.version())) {
        permits.follow(wish.limit(), now);
      }
    }
  }

  /** Counts connections that are there already, whether or not there is a lease for them. */
  void adopt(Counted counted) {
    if (permits != null) {
      permits.adopt(counts(counted), millis.getAsLong());
    }
  }

  /** They are gone, or counted otherwise from now on. */
  void giveBack(Counted counted) {
    if (permits != null) {
      permits.giveBack(counts(counted));
    }
  }

  /** How many more may be opened here now. */
  long room(Applied limit) {
    return permits == null ? 0 : permits.room(limit.name(), millis.getAsLong());
  }

  /** How many are open here beyond the lease; 0 while there is none. */
  long surplus(Applied limit) {
    return permits == null ? 0 : permits.surplus(limit.name(), millis.getAsLong());
  }

  /** Whether there is no lease now, so that nobody could use what another gives up. */
  boolean isAway(Applied limit) {
    return permits != null && !permits.holds(limit.name(), millis.getAsLong());
  }

  private List<Wish> counts(Counted counted) {
    return wishes(
        shared(counted.limits()).stream().filter(limit -> !limit.bound().isRate()).toList(),
        counted.version());
  }

  private List<Applied> shared(List<Applied> limits) {
    return limits.stream().filter(this::isShared).toList();
  }

  private static List<Wish> wishes(List<Applied> limits, long version) {
    return limits.stream().map(limit -> wish(limit, version)).toList();
  }

  private static Wish wish(Applied limit, long version) {
    var much = limit.bound();
    return new Wish(
        StrictLimit.of(limit.name(), much.most(), much.periodMs(), much.burst(), KEPT_MS, version),
        1);
  }
}
