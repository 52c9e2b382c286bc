package milena.delivery.claim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a partition has got, where the first taken need not be the first finished. What may be
 * committed is the offset of the lowest that is unfinished: never one above it.
 *
 * @param <T> what is known of a dispatch that is unfinished
 */
final class Progress<T> {

  /** In the order of offsets, for they are taken in this order; so the lowest is the first. */
  private final LinkedHashMap<Long, T> unfinished = new LinkedHashMap<>();

  private long next;

  /** Nothing is taken yet, and everything below is finished. */
  Progress(long next) {
    this.next = next;
  }

  /**
   * Takes a dispatch.
   *
   * @throws IllegalArgumentException when this offset or a higher one was taken or passed before
   */
  void take(long offset, T what) {
    pass(offset);
    unfinished.put(offset, what);
  }

  /** Goes past an offset at which there is nothing to do. */
  void pass(long offset) {
    if (offset < next) {
      throw new IllegalArgumentException("offset " + offset + " comes after " + (next - 1));
    }
    next = offset + 1;
  }

  /** Puts something else in the place of what is known of an unfinished dispatch. */
  void replace(long offset, T what) {
    unfinished.replace(offset, what);
  }

  /** Finishes a dispatch; returns whether it was unfinished. */
  boolean finish(long offset) {
    return unfinished.remove(offset) != null;
  }

  /** Everything below is finished. */
  long committable() {
    var first = unfinished.firstEntry();
    return first == null ? next : first.getKey();
  }

  /** Offsets from the lowest unfinished to the highest taken. */
  long span() {
    return next - committable();
  }

  /** What would be taken next is at this offset or above. */
  long next() {
    return next;
  }

  int unfinishedCount() {
    return unfinished.size();
  }

  /** The lowest that is unfinished. */
  Optional<T> lowest() {
    return Optional.ofNullable(unfinished.firstEntry()).map(Map.Entry::getValue);
  }

  /** All that is unfinished, the lowest first; a view. */
  Iterable<T> unfinished() {
    return unfinished.values();
  }
}
