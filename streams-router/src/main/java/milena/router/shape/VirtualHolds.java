package milena.router.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.LongFunction;
import milena.router.gate.Effect;
import milena.router.lever.Lever;
import milena.router.shape.Held.Standing;
import org.jspecify.annotations.Nullable;

/**
 * What a shaper in virtual time holds: the submissions themselves, which nothing can kill, with the
 * two indexes over them. It has no levers, and nothing is outstanding at its start.
 */
final class VirtualHolds implements HoldStore {
  private static final int FEW = 1_000;

  private record Timer(long dueAt, long offset) implements Comparable<Timer> {
    private static final Comparator<Timer> ORDER =
        Comparator.comparingLong(Timer::dueAt).thenComparingLong(Timer::offset);

    @Override
    public int compareTo(Timer other) {
      return ORDER.compare(this, other);
    }
  }

  private final LongFunction<@Nullable Held> known;
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Map<ReadyQueue, TreeSet<Long>> ready = new HashMap<>();
  private int waiting;

  /**
   * Holds nothing.
   *
   * @param known every submission that has not ended, by its offset
   */
  VirtualHolds(LongFunction<@Nullable Held> known) {
    this.known = known;
  }

  @Override
  public @Nullable Held load(long offset) {
    return known.apply(offset);
  }

  @Override
  public void putWaiting(Held held) {
    waiting++;
    timers.add(new Timer(held.dueAt, held.offset));
    if (held.standing == Standing.READY) {
      ready.computeIfAbsent(held.queue(), _ -> new TreeSet<>()).add(held.offset);
    }
  }

  /** Its timer stays until it is met, or until such timers are the greater part. */
  @Override
  public void removeWaiting(Held held) {
    waiting--;
    if (held.standing == Standing.READY) {
      var queue = ready.get(held.queue());
      if (queue != null && queue.remove(held.offset) && queue.isEmpty()) {
        ready.remove(held.queue());
      }
    }
    held.stored = false;
    if (timers.size() > FEW + 2 * waiting) {
      timers.removeIf(timer -> waitsFor(timer) == null);
    }
  }

  private @Nullable Held waitsFor(Timer timer) {
    var held = known.apply(timer.offset());
    return held != null && held.stored && held.dueAt == timer.dueAt() ? held : null;
  }

  @Override
  public void putOutstanding(Held held) {
    // The shaper's own memory has it.
  }

  @Override
  public void removeOutstanding(Held held) {
    // As above.
  }

  @Override
  public List<Long> ready(ReadyQueue queue, long after, int limit) {
    var offsets = ready.get(queue);
    return offsets == null
        ? List.of()
        : offsets.tailSet(after, false).stream().limit(limit).toList();
  }

  /** Read after a start, and there is none. */
  @Override
  public List<ReadyQueue> readyQueues(@Nullable ReadyQueue after, int limit) {
    return List.of();
  }

  @Override
  public List<Held> outstanding() {
    return List.of();
  }

  /** Whoever asks takes each of them out, so that their timers are gone with the answer. */
  @Override
  public List<Long> due(long now, int limit) {
    var due = new ArrayList<Long>();
    while (due.size() < limit && nextDue() <= now) {
      var timer = timers.remove();
      if (due.isEmpty() || due.getLast() != timer.offset()) {
        due.add(timer.offset());
      }
    }
    return due;
  }

  @Override
  public List<Held> waiting(long after, int limit) {
    return List.of();
  }

  @Override
  public List<Held> parked(String lever, long after, int limit) {
    return List.of();
  }

  @Override
  public List<Lever> levers() {
    return List.of();
  }

  @Override
  public void putLever(Lever lever) {
    throw new UnsupportedOperationException("there are no levers here");
  }

  @Override
  public void removeLever(String id) {
    throw new UnsupportedOperationException("there are no levers here");
  }

  /** The gates have them, and nothing is forgotten between. */
  @Override
  public List<Effect> effects() {
    return List.of();
  }

  @Override
  public void putEffect(Effect effect) {
    // As above.
  }

  @Override
  public void removeEffect(String id) {
    // As above.
  }

  @Override
  public long nextDue() {
    while (!timers.isEmpty() && waitsFor(timers.element()) == null) {
      timers.remove();
    }
    return timers.isEmpty() ? Long.MAX_VALUE : timers.element().dueAt();
  }
}
