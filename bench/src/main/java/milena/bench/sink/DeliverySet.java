package milena.bench.sink;

import java.util.Arrays;

/**
 * The deliveries seen so far, each as a 64-bit hash in an open-addressed table of longs.
 *
 * <p>16 to 32 bytes of heap for a delivery. Among five million deliveries the chance that any two
 * share a hash is below one in a million, so a count of duplicates is as good as exact up to the
 * limit; beyond it nothing more is remembered and the caller is told.
 */
final class DeliverySet {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final int FIRST_SLOTS = 1 << 10;

  /** What adding a delivery found. */
  enum Outcome {
    NEW,
    SEEN,
    FULL
  }

  private final int limit;
  private long[] slots = new long[FIRST_SLOTS];
  private int size;

  DeliverySet(int limit) {
    this.limit = limit;
  }

  /** Returns the hash of a message for a recipient. */
  static long key(String message, String recipient) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < message.length(); i++) {
      hash = (hash ^ message.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ '\n') * FNV_PRIME;
    for (int i = 0; i < recipient.length(); i++) {
      hash = (hash ^ recipient.charAt(i)) * FNV_PRIME;
    }
    // FNV leaves its high bits poorly mixed, and the table's index is taken from some of them.
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  Outcome add(long key) {
    long stored = key == 0 ? 1 : key;
    int slot = slotOf(slots, stored);
    if (slots[slot] == stored) {
      return Outcome.SEEN;
    }
    if (size >= limit) {
      return Outcome.FULL;
    }
    slots[slot] = stored;
    size++;
    if (size > slots.length / 2) {
      grow();
    }
    return Outcome.NEW;
  }

  int size() {
    return size;
  }

  private void grow() {
    var wider = new long[slots.length * 2];
    Arrays.stream(slots).filter(key -> key != 0).forEach(key -> wider[slotOf(wider, key)] = key);
    slots = wider;
  }

  private static int slotOf(long[] table, long key) {
    int mask = table.length - 1;
    int slot = (int) key & mask;
    while (table[slot] != 0 && table[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
