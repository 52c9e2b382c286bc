package milena.router.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import milena.router.gate.Sleeper;
import milena.router.shape.HoldStore.ReadyQueue;
import org.jspecify.annotations.Nullable;

/** An active site shard: its window, and its tenants taking turns by their weights. */
final class Site implements Sleeper {
  /** One that is not asked before a time, ms; 0 for whenever a gate opens. */
  private record Asleep(Turn turn, Flow flow, long until) {}

  final String name;
  final Window window;

  /** Whether it stands in the line of sites that may be able to release. */
  boolean inLine;

  /** Why nothing leaves now. */
  WaitReason waits = WaitReason.READY;

  private final HoldStore store;
  private final Consumer<Site> line;
  private final Map<String, Turn> tenants = new HashMap<>();
  private final PriorityQueue<Turn> awake = new PriorityQueue<>(Comparator.comparing(Turn::pace));
  private final List<Asleep> asleep = new ArrayList<>();
  private long joined;
  private long come;

  /**
   * Has nothing yet.
   *
   * @param line where it goes when it is roused
   */
  Site(String name, Window window, HoldStore store, Consumer<Site> line) {
    this.name = name;
    this.window = window;
    this.store = store;
    this.line = line;
  }

  /** Adds one that is ready; answers whether memory has it, or else the store must. */
  boolean add(Held held) {
    return flow(held.queue()).add(held);
  }

  /** Notes that the store has something ready. */
  void hasStored(ReadyQueue queue) {
    flow(queue).hasStored();
  }

  /** Whether nothing is left here. */
  boolean isIdle() {
    return tenants.isEmpty() && window.outstanding() == 0;
  }

  /** The flow whose turn it is; null when none can go. */
  @Nullable Flow next() {
    var turn = awake.peek();
    return turn == null ? null : turn.next();
  }

  /** One of the flow whose turn it is leaves; his tenant has this weight here. */
  void served(int weight) {
    var turn = awake.remove();
    come = turn.pace().passed();
    turn.served(weight);
    awake.add(turn);
  }

  /** The flow whose turn it is cannot go before a time, ms; 0 when it waits at a gate. */
  void sleep(long until) {
    var turn = awake.element();
    var flow = turn.next();
    if (flow != null) {
      asleep.add(new Asleep(turn, flow, until));
    }
    turn.sleep();
    settle(turn);
  }

  /** The flow whose turn it is has nothing left. */
  void drop() {
    var turn = awake.element();
    turn.drop();
    settle(turn);
    if (turn.isEmpty()) {
      tenants.remove(turn.tenant);
    }
  }

  private void settle(Turn turn) {
    if (!turn.isAwake()) {
      awake.remove(turn);
    }
  }

  /** What sleeps until then, or at a gate, may be able to go. */
  @Override
  public void rouse(long now) {
    for (var each = asleep.iterator(); each.hasNext(); ) {
      var sleeper = each.next();
      if (sleeper.until() <= now) {
        each.remove();
        wake(sleeper);
      }
    }
    line.accept(this);
  }

  private void wake(Asleep sleeper) {
    var turn = sleeper.turn();
    boolean slept = !turn.isAwake();
    turn.rouse(sleeper.flow());
    join(turn, slept);
  }

  /** A tenant that has just woken takes turns again, and not before his turn. */
  private void join(Turn turn, boolean slept) {
    if (slept && turn.isAwake()) {
      turn.pace().notBehind(come);
      awake.add(turn);
    }
  }

  /** When the first of what sleeps until a time is to be roused; {@link Long#MAX_VALUE} if none. */
  long rouseAt() {
    return asleep.stream()
        .mapToLong(Asleep::until)
        .filter(until -> until > 0)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Takes out one that ended while it was ready. */
  void remove(Held held) {
    var turn = tenants.get(held.tenant);
    var flow = turn == null ? null : turn.find(held.queue());
    if (flow != null) {
      flow.remove(held);
    }
  }

  private Flow flow(ReadyQueue queue) {
    var turn = tenants.get(queue.tenant());
    if (turn == null) {
      turn = new Turn(queue.tenant(), new Pace(joined++, come, 1));
      tenants.put(queue.tenant(), turn);
    }
    boolean slept = !turn.isAwake();
    var flow = turn.flow(queue, store);
    join(turn, slept);
    return flow;
  }
}
