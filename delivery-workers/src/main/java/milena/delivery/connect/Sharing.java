package milena.delivery.connect;

import java.util.List;

/**
 * How many recipients of one message share a transaction at a destination: what is allowed, less
 * what its servers have shown not to take. Confined to its lane's event loop.
 */
final class Sharing {

  private int taken = Integer.MAX_VALUE;
  private boolean oneDomain;

  /** The most for a next transaction, at least 1. */
  int most(int allowed) {
    return Math.min(allowed, taken);
  }

  /** Whether only recipients of one domain do. */
  boolean isOneDomain() {
    return oneDomain;
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
    } else {
      taken = Math.min(taken, accepted.size());
    }
  }
}
