package milena.router.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import milena.router.gate.Effect;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.router.shape.Held.Standing;
import milena.schemas.Command;
import milena.schemas.ShaperState;
import org.jspecify.annotations.Nullable;

/** A store in memory that can be killed: what was not committed is gone then. */
final class MemoryHoldStore implements HoldStore {
  private record Timer(long dueAt, long offset) implements Comparable<Timer> {
    private static final Comparator<Timer> ORDER =
        Comparator.comparingLong(Timer::dueAt).thenComparingLong(Timer::offset);

    @Override
    public int compareTo(Timer other) {
      return ORDER.compare(this, other);
    }
  }

  private static final Comparator<ReadyQueue> QUEUES =
      Comparator.comparing(ReadyQueue::site)
          .thenComparing(ReadyQueue::tenant)
          .thenComparing(ReadyQueue::campaign)
          .thenComparing(ReadyQueue::pool)
          .thenComparing(Comparator.comparing(ReadyQueue::priority).reversed());

  private final TreeMap<Long, ShaperState> waiting = new TreeMap<>();
  private final TreeMap<Long, ShaperState> outstanding = new TreeMap<>();
  private final TreeSet<Timer> timers = new TreeSet<>();
  private final TreeMap<ReadyQueue, TreeSet<Long>> ready = new TreeMap<>(QUEUES);
  private final TreeMap<String, Lever> levers = new TreeMap<>();
  private Map<String, Lever> committedLevers = new HashMap<>();
  private final TreeMap<String, Effect> effects = new TreeMap<>();
  private Map<String, Effect> committedEffects = new HashMap<>();
  private Map<Long, ShaperState> committedWaiting = new HashMap<>();
  private Map<Long, ShaperState> committedOutstanding = new HashMap<>();

  void commit() {
    committedLevers = new HashMap<>(levers);
    committedEffects = new HashMap<>(effects);
    committedWaiting = new HashMap<>(waiting);
    committedOutstanding = new HashMap<>(outstanding);
  }

  void kill() {
    levers.clear();
    levers.putAll(committedLevers);
    effects.clear();
    effects.putAll(committedEffects);
    waiting.clear();
    timers.clear();
    ready.clear();
    committedWaiting.forEach((offset, state) -> putWaiting(new Held(offset, state)));
    outstanding.clear();
    outstanding.putAll(committedOutstanding);
  }

  /** Another store, which has what was committed to this one. */
  MemoryHoldStore builtAnew() {
    var fresh = new MemoryHoldStore();
    fresh.committedLevers = new HashMap<>(committedLevers);
    fresh.committedEffects = new HashMap<>(committedEffects);
    fresh.committedWaiting = new HashMap<>(committedWaiting);
    fresh.committedOutstanding = new HashMap<>(committedOutstanding);
    fresh.kill();
    return fresh;
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
    forget(held.offset);
    waiting.put(held.offset, held.toState());
    timers.add(new Timer(held.dueAt, held.offset));
    if (held.standing == Standing.READY) {
      ready.computeIfAbsent(held.queue(), _ -> new TreeSet<>()).add(held.offset);
    }
  }

  @Override
  public void removeWaiting(Held held) {
    if (!waiting.containsKey(held.offset)) {
      throw new IllegalStateException("was not in the store: " + held.submissionId);
    }
    forget(held.offset);
  }

  private void forget(long offset) {
    var state = waiting.remove(offset);
    if (state != null) {
      var held = new Held(offset, state);
      timers.remove(new Timer(held.dueAt, offset));
      var queue = ready.get(held.queue());
      if (queue != null && queue.remove(offset) && queue.isEmpty()) {
        ready.remove(held.queue());
      }
    }
  }

  @Override
  public void putOutstanding(Held held) {
    outstanding.put(held.offset, held.toState());
  }

  @Override
  public void removeOutstanding(Held held) {
    if (outstanding.remove(held.offset) == null) {
      throw new IllegalStateException("was not in the store: " + held.submissionId);
    }
  }

  @Override
  public List<Long> ready(ReadyQueue queue, long after, int limit) {
    var offsets = ready.get(queue);
    return offsets == null
        ? List.of()
        : offsets.tailSet(after, false).stream().limit(limit).toList();
  }

  @Override
  public List<ReadyQueue> readyQueues(@Nullable ReadyQueue after, int limit) {
    var behind = after == null ? ready : ready.tailMap(after, false);
    return behind.keySet().stream().limit(limit).toList();
  }

  @Override
  public List<Held> outstanding() {
    var all = new ArrayList<Held>();
    outstanding.forEach((offset, state) -> all.add(new Held(offset, state)));
    return all;
  }

  @Override
  public List<Long> due(long now, int limit) {
    return timers.headSet(new Timer(now + 1, Long.MIN_VALUE)).stream()
        .limit(limit)
        .map(Timer::offset)
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

  @Override
  public List<Effect> effects() {
    return List.copyOf(effects.values());
  }

  @Override
  public void putEffect(Effect effect) {
    effects.put(effect.id(), effect);
  }

  @Override
  public void removeEffect(String id) {
    effects.remove(id);
  }

  /** Takes up a command, as the shelf of levers does. */
  void command(Command command) {
    LeverRules.after(command, levers::get).ifPresent(this::putLever);
  }

  @Override
  public long nextDue() {
    return timers.isEmpty() ? Long.MAX_VALUE : timers.first().dueAt();
  }

  private static Stream<Held> all(Map<Long, ShaperState> states) {
    return states.entrySet().stream().map(each -> new Held(each.getKey(), each.getValue()));
  }
}
