package milena.tenants.guess;

/**
 * Counts under 64-bit keys, which are odd, in a fixed amount of memory. A key has its place in one
 * of many small sets; where its set is full, it takes the place of what is forgotten anyhow, else
 * of the one with the fewest failures, the oldest of those: whoever fails a lot is not driven out
 * by a crowd that fails once each. Not safe for use by several threads at once.
 */
final class Tally {
  private static final int WAYS = 8;
  private static final int NONE = -1;

  private final long forgetNanos;
  private final int sets;
  private final long[] keys;
  private final int[] failures;
  private final int[] pending;
  private final long[] lastNanos;
  private final long[] lastTried;

  /**
   * Has room for so many.
   *
   * @param entries a power of two, from 8
   * @param forgetNanos how long after its last failure a key is forgotten
   */
  Tally(int entries, long forgetNanos) {
    if (entries < WAYS || Integer.bitCount(entries) != 1) {
      throw new IllegalArgumentException("no power of two from 8: " + entries);
    }
    this.forgetNanos = forgetNanos;
    sets = entries / WAYS;
    keys = new long[entries];
    failures = new int[entries];
    pending = new int[entries];
    lastNanos = new long[entries];
    lastTried = new long[entries];
  }

  /** Failures that are not forgotten yet. */
  int failures(long key, long now) {
    int at = find(key);
    return at == NONE || forgotten(at, now) ? 0 : failures[at];
  }

  /** When the last of them was; only where there are some. */
  long last(long key) {
    int at = find(key);
    return at == NONE ? 0 : lastNanos[at];
  }

  /** Tries that are under way. */
  int pending(long key) {
    int at = find(key);
    return at == NONE ? 0 : pending[at];
  }

  /** A try begins. */
  void begin(long key, long now) {
    pending[place(key, now)]++;
  }

  /** A try is over. */
  void end(long key) {
    int at = find(key);
    // It may have lost its place meanwhile.
    if (at != NONE && pending[at] > 0) {
      pending[at]--;
    }
  }

  /**
   * A try came to nothing.
   *
   * @param tried what was tried, to know it again; 0 where that is not known
   * @return failures now; trying the same again is none
   */
  int fail(long key, long tried, long now) {
    int at = place(key, now);
    if (forgotten(at, now)) {
      failures[at] = 0;
      lastTried[at] = 0;
    }
    if (failures[at] == 0 || tried == 0 || tried != lastTried[at]) {
      failures[at] = Math.min(failures[at] + 1, Integer.MAX_VALUE - 1);
      lastNanos[at] = now;
      lastTried[at] = tried;
    }
    return failures[at];
  }

  private boolean forgotten(int at, long now) {
    return now - lastNanos[at] > forgetNanos;
  }

  private int find(long key) {
    int first = first(key);
    for (int at = first; at < first + WAYS; at++) {
      if (keys[at] == key) {
        return at;
      }
    }
    return NONE;
  }

  private int place(long key, long now) {
    int at = find(key);
    if (at == NONE) {
      at = leastMissed(first(key), now);
      keys[at] = key;
      failures[at] = 0;
      pending[at] = 0;
      lastNanos[at] = now;
      lastTried[at] = 0;
    }
    return at;
  }

  private int leastMissed(int first, long now) {
    int least = first;
    for (int at = first; at < first + WAYS; at++) {
      if (keys[at] == 0) {
        return at;
      }
      if (weight(at, now) < weight(least, now)
          || (weight(at, now) == weight(least, now) && lastNanos[at] - lastNanos[least] < 0)) {
        least = at;
      }
    }
    return least;
  }

  private long weight(int at, long now) {
    return (forgotten(at, now) ? 0L : failures[at]) + pending[at];
  }

  private int first(long key) {
    // The lowest bit of a key is always set.
    return (int) ((key >>> 1) & (sets - 1)) * WAYS;
  }
}
