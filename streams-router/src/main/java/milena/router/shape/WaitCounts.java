package milena.router.shape;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import milena.runtime.stage.PartitionStore;

/**
 * How many submissions of a partition wait, by their reason. It is kept in the store beside them,
 * so that it need not be counted after a start.
 */
final class WaitCounts {
  private static final byte[] KEY = {'c'};

  private final EnumMap<WaitReason, Long> counts = new EnumMap<>(WaitReason.class);
  private boolean changed;

  private WaitCounts() {}

  /** As the store has them. */
  static WaitCounts of(PartitionStore store) {
    var found = new WaitCounts();
    var kept = store.get(KEY);
    if (kept != null) {
      for (var line : new String(kept, StandardCharsets.US_ASCII).split("\n")) {
        int space = line.indexOf(' ');
        var reason = WaitReason.of(line.substring(0, space));
        found.counts.merge(reason, Long.parseLong(line.substring(space + 1)), Long::sum);
      }
    }
    return found;
  }

  void add(WaitReason reason) {
    counts.merge(reason, 1L, Long::sum);
    changed = true;
  }

  void remove(WaitReason reason) {
    counts.merge(reason, -1L, Long::sum);
    changed = true;
  }

  /** Puts them into the store, if they have changed. */
  void keep(PartitionStore store) {
    if (!changed) {
      return;
    }
    var text = new StringBuilder();
    counts.forEach(
        (reason, count) -> text.append(reason.word()).append(' ').append(count).append('\n'));
    store.put(KEY, text.toString().getBytes(StandardCharsets.US_ASCII));
    changed = false;
  }

  /** Adds them up. */
  void addTo(Map<WaitReason, Long> sums) {
    counts.forEach((reason, count) -> sums.merge(reason, count, Long::sum));
  }
}
