package milena.delivery.path;

import java.util.LinkedHashMap;
import java.util.Map;
import milena.policy.Traffic;

/** How many dials in a row have reached no host, by path; bounded. Confined to one event loop. */
public final class Misses {

  private static final int MOST = 10_000;

  private final Map<Traffic, Integer> inARow =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Traffic, Integer> eldest) {
          return size() > MOST;
        }
      };

  /** One more; returns how many there were in a row. */
  public int more(Traffic path) {
    return inARow.merge(path, 1, (old, one) -> old == Integer.MAX_VALUE ? old : old + one);
  }

  /** One has reached a host. */
  public void none(Traffic path) {
    inARow.remove(path);
  }
}
