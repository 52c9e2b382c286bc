package milena.router.shape;

import java.util.TreeMap;
import milena.router.gate.Terms;
import milena.router.shape.HoldStore.ReadyQueue;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant has ready at a site, of one campaign, pool and priority: first in, first out.
 * What goes next is in memory as far as there is {@link Room}, the rest in the store alone. What
 * never had to wait over a commit never touches the store's indexes.
 */
final class Flow {
  static final int MOST = 256;
  private static final int FIRST_REACH = 8;
  private static final int FASTER = 2;

  /** Nothing of it is unread. */
  private static final long ALL = Long.MAX_VALUE - 1;

  /** By offset. */
  private final TreeMap<Long, Held> head = new TreeMap<>();

  private final ReadyQueue queue;
  private final HoldStore store;
  private final Room room;
  private final Pace pace;

  /** Whether the store has more than the head shows. */
  private boolean more;

  /** What the store has up to here has been read: it is in the head, or has left. */
  private long cursor = ALL;

  /** How many are read ahead: few, until it shows that they leave. */
  private int reach = FIRST_REACH;

  /** What held for the last one that was asked about; null before any. */
  @Nullable Terms terms;

  Flow(ReadyQueue queue, HoldStore store, Room room, Pace pace) {
    this.queue = queue;
    this.store = store;
    this.room = room;
    this.pace = pace;
  }

  ReadyQueue queue() {
    return queue;
  }

  Pace pace() {
    return pace;
  }

  /** Up to where the store was read; -1 for its start, and beyond every offset for all. */
  long cursor() {
    return cursor;
  }

  /** The store may have something for it behind an offset. */
  void hasStored(long after) {
    more = true;
    cursor = Math.min(cursor, after);
  }

  /** Nothing of it was in memory: the store has been read up to an offset. */
  void goesOn(long after) {
    more = true;
    cursor = after;
    reach = 1;
  }

  /**
   * Adds one that is ready.
   *
   * @return whether memory has it; otherwise the store must have it now
   */
  boolean add(Held held) {
    boolean fits = head.size() < MOST && !room.isFull();
    if (more ? !head.isEmpty() && fits && held.offset < head.lastKey() : fits) {
      put(held);
      return true;
    }
    hasStored(held.offset - 1);
    return false;
  }

  private void put(Held held) {
    int added = head.put(held.offset, held) == null ? 1 : 0;
    room.changed(this, added, true);
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

  /** Whether it has nothing left; asked without reading anything ahead. */
  boolean isOver() {
    return head.isEmpty() && (!more || store.ready(queue, cursor, 1).isEmpty());
  }

  /** Takes out one that leaves, or goes no further from here. */
  void remove(Held held) {
    if (head.remove(held.offset) != null) {
      room.changed(this, -1, !head.isEmpty());
    }
  }

  /** Whether the store has all that memory has. */
  boolean isStored() {
    return head.values().stream().allMatch(held -> held.stored);
  }

  /**
   * Forgets what memory has, which is read again when it may go.
   *
   * @return false when the store does not have all of it, so that nothing is changed
   */
  boolean shed() {
    if (head.isEmpty()) {
      return true;
    }
    if (!isStored()) {
      return false;
    }
    hasStored(head.firstKey() - 1);
    reach = 1;
    clear();
    return true;
  }

  /** Forgets what memory has for good. */
  void clear() {
    int gone = head.size();
    head.clear();
    room.changed(this, -gone, false);
  }

  private void refill() {
    int most = room.mayRead(reach);
    var offsets = store.ready(queue, cursor, most);
    for (long offset : offsets) {
      var held = store.load(offset);
      if (held != null) {
        put(held);
      }
      cursor = offset;
    }
    if (offsets.size() < most) {
      more = false;
      cursor = ALL;
    }
    reach = Math.min(MOST, reach * FASTER);
  }
}
