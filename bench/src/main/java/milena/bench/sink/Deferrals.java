package milena.bench.sink;

import java.util.HashMap;
import java.util.Map;

/**
 * How often each message was deferred for each recipient, so that it is accepted in the end.
 *
 * <p>What was accepted is forgotten. When too many wait, a new one is accepted at once: the sink's
 * memory stays bounded, and no message can be deferred for ever. Safe for use by several threads.
 */
final class Deferrals {
  private final int limit;
  private final Map<Long, Integer> counts = new HashMap<>();

  Deferrals(int limit) {
    this.limit = limit;
  }

  /**
   * Counts one try.
   *
   * @return whether it is to be deferred
   */
  synchronized boolean deferAgain(long key, int times) {
    int before = counts.getOrDefault(key, 0);
    if (before >= times || (before == 0 && counts.size() >= limit)) {
      counts.remove(key);
      return false;
    }
    counts.put(key, before + 1);
    return true;
  }
}
