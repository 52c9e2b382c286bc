package milena.delivery.connect;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How many recipients of one message share a transaction at a destination: what is allowed, less
 * what its servers have lately shown not to take. Confined to its lane's event loop.
 */
final class Sharing {

  /**
   * What a server has shown is believed for so long. It may have been short of room for a moment;
   * where it always is, it is asked for more as seldom as that.
   */
  private static final long BELIEVED_NANOS = Duration.ofMinutes(5).toNanos();

  private final LongSupplier nanos;
  private int taken = Integer.MAX_VALUE;
  private boolean oneDomain;
  private long takenAt;
  private long oneDomainAt;

  /**
   * Nothing is known yet.
   *
   * @param nanos the monotonic clock
   */
  Sharing(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The most for a next transaction, at least 1. */
  int most(int allowed) {
    if (taken < Integer.MAX_VALUE && isOver(takenAt)) {
      taken = Integer.MAX_VALUE;
    }
    return Math.min(allowed, taken);
  }

  /** Whether only recipients of one domain do. */
  boolean isOneDomain() {
    oneDomain = oneDomain && !isOver(oneDomainAt);
    return oneDomain;
  }

  private boolean isOver(long since) {
    return nanos.getAsLong() - since >= BELIEVED_NANOS;
  }

  /**
   * A server took some recipients and wants others in another transaction. When these all have
   * other domains it is about that, or else about their number.
   */
  void learn(List<Consignment> accepted, List<Consignment> postponed) {
    if (accepted.isEmpty()) {
      return;
    }
    var domains = accepted.stream().map(Consignment::domain).toList();
    if (postponed.stream().map(Consignment::domain).noneMatch(domains::contains)) {
      oneDomain = true;
      oneDomainAt = nanos.getAsLong();
    } else {
      taken = Math.min(most(Integer.MAX_VALUE), accepted.size());
      takenAt = nanos.getAsLong();
    }
  }
}
