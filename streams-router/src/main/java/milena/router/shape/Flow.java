package milena.router.shape;

import java.util.TreeMap;
import milena.router.gate.Terms;
import milena.router.shape.HoldStore.ReadyQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant has ready at a site, of one campaign and priority: first in, first out. What goes
 * next is in memory, the rest in the store alone. What never had to wait over a commit never
 * touches the store's indexes.
 */
final class Flow {
  static final int MOST = 256;
  private static final int FIRST_REACH = 8;
  private static final int FASTER = 2;

  /** By offset. */
  private final TreeMap<Long, Held> head = new TreeMap<>();

  private final ReadyQueue queue;
  private final HoldStore store;
  private final Pace pace;

  /** Whether the store has more than the head shows. */
  private boolean more;

  /** Up to where the store was read; -1 for its start. */
  private long cursor = -1;

  /** How many are read ahead: few, until it shows that they leave. */
  private int reach = FIRST_REACH;

  /** What held for the last one that was asked about; null before any. */
  @Nullable Terms terms;

  /** Which pool that one asked for. */
  String askedPool = "";

  Flow(ReadyQueue queue, HoldStore store, Pace pace) {
    this.queue = queue;
    this.store = store;
    this.pace = pace;
  }

  ReadyQueue queue() {
    return queue;
  }

  Pace pace() {
    return pace;
  }

  boolean isEmpty() {
    return head.isEmpty() && !more;
  }

  /** The store has something for it. */
  void hasStored() {
    more = true;
    cursor = -1;
  }

  /**
   * Adds one that is ready.
   *
   * @return whether memory has it; otherwise the store must have it now
   */
  boolean add(Held held) {
    boolean fits = head.size() < MOST;
    if (more ? !head.isEmpty() && fits && held.offset < head.lastKey() : fits) {
      head.put(held.offset, held);
      return true;
    }
    more = true;
    if (held.offset < cursor) {
      cursor = -1;
    }
    return false;
  }

  /** The next one, or null. */
  @Nullable Held peek() {
    while (true) {
      var first = head.firstEntry();
      if (first != null) {
        return first.getValue();
      }
      if (!more) {
        return null;
      }
      refill();
    }
  }

  /** Takes out one that leaves, or goes no further from here. */
  void remove(Held held) {
    head.remove(held.offset);
  }

  private void refill() {
    var offsets = store.ready(queue, cursor, reach);
    for (long offset : offsets) {
      var held = store.load(offset);
      if (held != null) {
        head.put(offset, held);
      }
      cursor = offset;
    }
    more = offsets.size() == reach;
    reach = Math.min(MOST, reach * FASTER);
    if (!more) {
      cursor = -1;
    }
  }
}
