package milena.mail.route.dns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A cache of bounded weight, read without a lock.
 *
 * <p>Entries lie in a ring. When a new one makes the cache too heavy, a hand goes round: an entry
 * read since the hand last passed gets another turn, one that was not is dropped. So what is asked
 * for often stays, and a flood of names asked for once passes through.
 */
final class BoundedCache<K, V> {

  private static final class Slot<K, V> {
    final K key;
    final V value;
    final Instant expires;
    final int weight;
    int index;

    /** Written by readers without order: losing a mark costs one lookup later, nothing more. */
    boolean read;

    Slot(K key, V value, Instant expires, int weight) {
      this.key = key;
      this.value = value;
      this.expires = expires;
      this.weight = weight;
    }
  }

  private final ConcurrentMap<K, Slot<K, V>> slots = new ConcurrentHashMap<>();
  private final List<Slot<K, V>> ring = new ArrayList<>();
  private final long mostWeight;
  private final ToIntFunction<V> weigher;
  private long weight;
  private int hand;

  BoundedCache(long mostWeight, ToIntFunction<V> weigher) {
    this.mostWeight = mostWeight;
    this.weigher = weigher;
  }

  /** The value kept for this key if it still holds at {@code now}. */
  @Nullable V get(K key, Instant now) {
    var slot = slots.get(key);
    if (slot == null || !now.isBefore(slot.expires)) {
      return null;
    }
    if (!slot.read) {
      slot.read = true;
    }
    return slot.value;
  }

  /** The value last kept for this key, expired or not. */
  @Nullable V last(K key) {
    var slot = slots.get(key);
    return slot == null ? null : slot.value;
  }

  /** Keeps the value until {@code expires}, or until it has to make room. */
  synchronized void put(K key, V value, Instant expires) {
    var slot = new Slot<>(key, value, expires, weigher.applyAsInt(value));
    var old = slots.put(key, slot);
    if (old == null) {
      slot.index = ring.size();
      ring.add(slot);
    } else {
      weight -= old.weight;
      slot.index = old.index;
      slot.read = old.read;
      ring.set(slot.index, slot);
    }
    weight += slot.weight;
    while (weight > mostWeight && ring.size() > 1) {
      dropOneOtherThan(slot);
    }
  }

  private void dropOneOtherThan(Slot<K, V> kept) {
    while (true) {
      hand = hand < ring.size() ? hand : 0;
      var slot = ring.get(hand);
      if (slot == kept || slot.read) {
        slot.read = false;
        hand++;
        continue;
      }
      var moved = ring.removeLast();
      if (moved != slot) {
        ring.set(slot.index, moved);
        moved.index = slot.index;
      }
      slots.remove(slot.key);
      weight -= slot.weight;
      return;
    }
  }

  int size() {
    return slots.size();
  }
}
