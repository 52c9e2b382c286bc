package milena.router.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import milena.router.shape.Held.Standing;
import milena.schemas.ShaperState;
import org.jspecify.annotations.Nullable;

/** A store in memory that can be killed: what was not committed is gone then. */
final class MemoryHoldStore implements HoldStore {
  private final TreeMap<Long, ShaperState> waiting = new TreeMap<>();
  private final TreeMap<Long, ShaperState> outstanding = new TreeMap<>();
  private Map<Long, ShaperState> committedWaiting = new HashMap<>();
  private Map<Long, ShaperState> committedOutstanding = new HashMap<>();

  void commit() {
    committedWaiting = new HashMap<>(waiting);
    committedOutstanding = new HashMap<>(outstanding);
  }

  void kill() {
    waiting.clear();
    waiting.putAll(committedWaiting);
    outstanding.clear();
    outstanding.putAll(committedOutstanding);
  }

  int size() {
    return waiting.size() + outstanding.size();
  }

  @Override
  public @Nullable Held load(long offset) {
    var state = waiting.get(offset);
    return state == null ? null : new Held(offset, state);
  }

  @Override
  public void putWaiting(Held held) {
    waiting.put(held.offset, held.toState());
  }

  @Override
  public void removeWaiting(Held held) {
    if (waiting.remove(held.offset) == null) {
      throw new IllegalStateException("was not in the store: " + held.submissionId);
    }
  }

  @Override
  public void putOutstanding(Held held) {
    outstanding.put(held.offset, held.toState());
  }

  @Override
  public void removeOutstanding(Held held) {
    outstanding.remove(held.offset);
  }

  @Override
  public List<Long> ready(ReadyQueue queue, long after, int limit) {
    return all(waiting)
        .filter(held -> held.standing == Standing.READY && held.queue().equals(queue))
        .map(held -> held.offset)
        .filter(offset -> offset > after)
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public List<ReadyQueue> readyQueues() {
    return all(waiting)
        .filter(held -> held.standing == Standing.READY)
        .map(Held::queue)
        .distinct()
        .toList();
  }

  @Override
  public List<Held> outstanding() {
    return new ArrayList<>(all(outstanding).toList());
  }

  @Override
  public List<Long> due(long now, int limit) {
    return all(waiting)
        .filter(held -> held.dueAt <= now)
        .sorted(Comparator.comparingLong(held -> held.dueAt))
        .map(held -> held.offset)
        .limit(limit)
        .toList();
  }

  @Override
  public long nextDue() {
    return all(waiting).mapToLong(held -> held.dueAt).min().orElse(Long.MAX_VALUE);
  }

  private static java.util.stream.Stream<Held> all(Map<Long, ShaperState> states) {
    return states.entrySet().stream().map(e -> new Held(e.getKey(), e.getValue()));
  }
}
