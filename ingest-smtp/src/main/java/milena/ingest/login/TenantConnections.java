package milena.ingest.login;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many connections each tenant has to this process. Safe for use by several threads. */
final class TenantConnections {

  private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();

  /**
   * Lets one more in, to be followed by {@link #leave}, or does not.
   *
   * @param most 0 for any number
   */
  boolean enter(String tenant, int most) {
    int now = open.merge(tenant, 1, Integer::sum);
    if (most == 0 || now <= most) {
      return true;
    }
    leave(tenant);
    return false;
  }

  void leave(String tenant) {
    open.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
  }
}
