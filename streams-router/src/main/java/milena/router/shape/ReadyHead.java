package milena.router.shape;

import java.util.Map;
import java.util.TreeMap;
import milena.router.shape.HoldStore.ReadyKey;
import milena.router.shape.HoldStore.ReadyQueue;
import org.jspecify.annotations.Nullable;

/**
 * The head of one tenant's ready queue at a site: what goes next is in memory, the rest in the
 * store alone. What never had to wait over a commit never touches the store's indexes.
 */
final class ReadyHead {
  static final int MOST = 256;

  private final ReadyQueue queue;
  private final HoldStore store;
  private final TreeMap<ReadyKey, Held> head = new TreeMap<>();

  /** Whether the store has more than the head shows. */
  private boolean more;

  /** Up to where the store was read; null for its start. */
  private @Nullable ReadyKey cursor;

  ReadyHead(ReadyQueue queue, HoldStore store, boolean more) {
    this.queue = queue;
    this.store = store;
    this.more = more;
  }

  boolean isEmpty() {
    return head.isEmpty() && !more;
  }

  /**
   * Adds one that is ready.
   *
   * @return whether memory has it; otherwise the store must have it now
   */
  boolean add(Held held) {
    var key = key(held);
    boolean fits = head.size() < MOST;
    if (more ? !head.isEmpty() && fits && key.compareTo(head.lastKey()) < 0 : fits) {
      head.put(key, held);
      return true;
    }
    more = true;
    if (cursor != null && key.compareTo(cursor) < 0) {
      cursor = null;
    }
    return false;
  }

  /** Takes the next one out, or null. */
  @Nullable Held take() {
    while (true) {
      var first = head.pollFirstEntry();
      if (first != null) {
        return first.getValue();
      }
      if (!more) {
        return null;
      }
      refill();
    }
  }

  /** Takes out one that goes no further from here, such as an expired one. */
  void remove(Held held) {
    head.remove(key(held));
  }

  private void refill() {
    var keys = store.ready(queue, cursor, MOST);
    for (var key : keys) {
      var held = store.load(key.offset());
      if (held != null) {
        head.put(key, held);
      }
      cursor = key;
    }
    more = keys.size() == MOST;
    if (!more) {
      cursor = null;
    }
  }

  /** What memory has, for writing it to the store before a commit. */
  Map<ReadyKey, Held> inMemory() {
    return head;
  }

  private static ReadyKey key(Held held) {
    return new ReadyKey(held.priority, held.offset);
  }
}
