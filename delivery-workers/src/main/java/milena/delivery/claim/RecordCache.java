package milena.delivery.claim;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Values read lately, those not asked for longest thrown out first; bounded by their bytes. Shared
 * by threads.
 */
final class RecordCache {

  /** What an entry costs beside its value. */
  private static final long OVERHEAD = 200;

  private final LinkedHashMap<Spot, byte[]> values = new LinkedHashMap<>(1024, 0.75f, true);
  private final long maxBytes;
  private long bytes;

  RecordCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized byte @Nullable [] get(Spot spot) {
    return values.get(spot);
  }

  /** Gives a value away: it is not kept any longer. */
  synchronized byte @Nullable [] take(Spot spot) {
    var value = values.remove(spot);
    if (value != null) {
      bytes -= cost(value);
    }
    return value;
  }

  synchronized void put(Spot spot, byte[] value) {
    var before = values.put(spot, value);
    bytes += cost(value) - (before == null ? 0 : cost(before));
    while (bytes > maxBytes) {
      var eldest = values.pollFirstEntry();
      if (eldest == null) {
        return;
      }
      bytes -= cost(eldest.getValue());
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  private static long cost(byte[] value) {
    return value.length + OVERHEAD;
  }
}
