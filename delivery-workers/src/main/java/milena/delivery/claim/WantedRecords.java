package milena.delivery.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The offsets of one partition that somebody waits for, and where to read next. Decides like a
 * lift: it goes up, takes what is near on its way, jumps over long stretches that nobody wants, and
 * turns back to the lowest when nothing is above; but whoever has waited for too long is fetched
 * first.
 */
final class WantedRecords {

  /** Where to read from now on, and whether that is somewhere else than where it stands. */
  record Next(long offset, boolean jump) {}

  /** Offsets, each with when it was first asked for. */
  private final TreeMap<Long, Long> wanted = new TreeMap<>();

  private final long gap;
  private final long tooLongNanos;

  /**
   * Nothing is wanted yet.
   *
   * @param gap so many unwanted records are read rather than jumped over
   * @param tooLongNanos whoever has waited for so long is fetched first
   */
  WantedRecords(long gap, long tooLongNanos) {
    this.gap = gap;
    this.tooLongNanos = tooLongNanos;
  }

  void add(long offset, long now) {
    wanted.putIfAbsent(offset, now);
  }

  boolean remove(long offset) {
    return wanted.remove(offset) != null;
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }

  /** Where to go from a position; something must be wanted. */
  Next next(long position, long now) {
    var lowest = wanted.firstEntry();
    if (lowest.getKey() < position && now - lowest.getValue() > tooLongNanos) {
      return new Next(lowest.getKey(), true);
    }
    var above = wanted.ceilingKey(position);
    if (above == null) {
      return new Next(lowest.getKey(), true);
    }
    return above - position <= gap ? new Next(position, false) : new Next(above, true);
  }

  /** Takes away what is wanted below an offset and not below another. */
  List<Long> removeRange(long from, long to) {
    var range = from >= to ? wanted.subMap(from, from) : wanted.subMap(from, to);
    var removed = new ArrayList<>(range.keySet());
    range.clear();
    return removed;
  }

  /** Takes away what has been wanted since before a moment. */
  List<Long> removeOlder(long ageNanos, long now) {
    var removed = new ArrayList<Long>();
    wanted
        .entrySet()
        .removeIf(
            entry -> {
              boolean old = now - entry.getValue() > ageNanos;
              if (old) {
                removed.add(entry.getKey());
              }
              return old;
            });
    return removed;
  }
}
