package milena.http.follow;

import java.util.HashMap;
import java.util.Map;

/** Who looks up something now. Safe for use by several threads. */
final class Turns {

  /** Whether there is one more. */
  enum Turn {
    /** Yes, and it is to be given back. */
    TAKEN,
    /** The tenant has as many as it may. */
    TOO_MANY_OF_TENANT,
    /** All are taken. */
    TOO_MANY
  }

  private final FollowLimits limits;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  Turns(FollowLimits limits) {
    this.limits = limits;
  }

  synchronized Turn take(String tenant) {
    int its = taken.getOrDefault(tenant, 0);
    if (its >= limits.perTenant()) {
      return Turn.TOO_MANY_OF_TENANT;
    }
    if (all >= limits.lookups()) {
      return Turn.TOO_MANY;
    }
    taken.put(tenant, its + 1);
    all++;
    return Turn.TAKEN;
  }

  synchronized void giveBack(String tenant) {
    taken.computeIfPresent(tenant, (_, its) -> its == 1 ? null : its - 1);
    all--;
  }
}
