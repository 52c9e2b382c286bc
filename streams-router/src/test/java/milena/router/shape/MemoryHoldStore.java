package milena.router.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.router.shape.Held.Standing;
import milena.schemas.Command;
import milena.schemas.ShaperState;
import org.jspecify.annotations.Nullable;

/** A store in memory that can be killed: what was not committed is gone then. */
final class MemoryHoldStore implements HoldStore {
  private final TreeMap<Long, ShaperState> waiting = new TreeMap<>();
  private final TreeMap<Long, ShaperState> outstanding = new TreeMap<>();
  private final TreeMap<String, Lever> levers = new TreeMap<>();
  private Map<String, Lever> committedLevers = new HashMap<>();
  private Map<Long, ShaperState> committedWaiting = new HashMap<>();
  private Map<Long, ShaperState> committedOutstanding = new HashMap<>();

  void commit() {
    committedLevers = new HashMap<>(levers);
    committedWaiting = new HashMap<>(waiting);
    committedOutstanding = new HashMap<>(outstanding);
  }

  void kill() {
    levers.clear();
    levers.putAll(committedLevers);
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
  public List<ReadyKey> ready(ReadyQueue queue, @Nullable ReadyKey after, int limit) {
    return all(waiting)
        .filter(held -> held.standing == Standing.READY)
        .filter(held -> held.site.equals(queue.site()) && held.tenant.equals(queue.tenant()))
        .map(held -> new ReadyKey(held.priority, held.offset))
        .filter(key -> after == null || key.compareTo(after) > 0)
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public List<ReadyQueue> readyQueues() {
    return all(waiting)
        .filter(held -> held.standing == Standing.READY)
        .map(held -> new ReadyQueue(held.site, held.tenant))
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
  public List<Held> waiting(long after, int limit) {
    return all(waiting.tailMap(after, false)).limit(limit).toList();
  }

  @Override
  public List<Held> parked(String lever, long after, int limit) {
    return all(waiting.tailMap(after, false))
        .filter(held -> held.standing == Standing.PARKED && held.lever.equals(lever))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Lever> levers() {
    return List.copyOf(levers.values());
  }

  @Override
  public void putLever(Lever lever) {
    levers.put(lever.id(), lever);
  }

  @Override
  public void removeLever(String id) {
    levers.remove(id);
  }

  /** Takes up a command, as the shelf of levers does. */
  void command(Command command) {
    LeverRules.after(command, levers::get).ifPresent(this::putLever);
  }

  @Override
  public long nextDue() {
    return all(waiting).mapToLong(held -> held.dueAt).min().orElse(Long.MAX_VALUE);
  }

  private static java.util.stream.Stream<Held> all(Map<Long, ShaperState> states) {
    return states.entrySet().stream().map(e -> new Held(e.getKey(), e.getValue()));
  }
}
