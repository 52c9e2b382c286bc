package milena.router.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import milena.router.gate.Gate;

/**
 * The flows of a site that cannot go. A rouse costs as much as can go then, and a look at each kind
 * of sleeper: those of one tenant at the same gates are one kind, however many they are.
 */
final class Sleepers {

  /** Until the levers change, or somebody rouses all. */
  static final long SUSPENDED = Long.MAX_VALUE;

  /** Most sites have no sleepers, or one. */
  private static final int FEW = 2;

  private static final Comparator<Flow> BY_PACE = Comparator.comparing(Flow::pace);

  private static final Comparator<Asleep> IN_TURN =
      Comparator.comparing((Asleep alike) -> alike.turn.pace())
          .thenComparing(alike -> alike.flows.element().pace());

  private record One(Turn turn, Flow flow, long until) {}

  /** Those of a tenant at the same gates, in the order of their turns; never empty. */
  private static final class Asleep {
    final Turn turn;
    final List<Gate> gates;
    final PriorityQueue<Flow> flows = new PriorityQueue<>(FEW, BY_PACE);

    Asleep(Turn turn, List<Gate> gates) {
      this.turn = turn;
      this.gates = gates;
    }
  }

  private record Alike(Turn turn, List<Gate> gates) {}

  private final Map<Alike, Asleep> atGates = new HashMap<>(0);
  private final PriorityQueue<One> timed =
      new PriorityQueue<>(1, Comparator.comparingLong(One::until));

  /** Those that wait for whatever comes first. */
  private final List<One> lightly = new ArrayList<>(0);

  private final List<One> suspended = new ArrayList<>(0);

  /** Is told of each one that wakes. */
  interface Waker {
    void wake(Turn turn, Flow flow);
  }

  /**
   * One is not asked before a time, ms; 0 for whenever somebody is roused, {@link #SUSPENDED} for
   * when the levers change.
   */
  void until(Turn turn, Flow flow, long until) {
    var like = until == 0 ? lightly : until == SUSPENDED ? suspended : timed;
    like.add(new One(turn, flow, until));
  }

  /** One is not asked before one of these gates opens. */
  void at(Turn turn, Flow flow, List<Gate> gates) {
    atGates
        .computeIfAbsent(new Alike(turn, gates), alike -> new Asleep(turn, gates))
        .flows
        .add(flow);
  }

  /**
   * Wakes what sleeps until then, and of those at a gate that is open as many as may pass, in the
   * order of their turns.
   *
   * @param now ms; {@link Long#MAX_VALUE} for all, whatever they wait for
   * @param shut takes the gates of those that sleep on: they would only be asked to be sent back
   */
  void rouse(long now, Waker waker, Consumer<Gate> shut) {
    wake(lightly, waker);
    for (var first = timed.peek(); first != null && first.until() <= now; first = timed.peek()) {
      timed.remove();
      waker.wake(first.turn(), first.flow());
    }
    if (now == Long.MAX_VALUE) {
      wake(suspended, waker);
      atGates.values().forEach(each -> each.flows.forEach(flow -> waker.wake(each.turn, flow)));
      atGates.clear();
    } else if (!atGates.isEmpty()) {
      rouseAtGates(now, waker, shut);
    }
  }

  /** Wakes what sleeps since it is suspended. */
  void rouseSuspended(Waker waker) {
    wake(suspended, waker);
  }

  private static void wake(List<One> sleepers, Waker waker) {
    sleepers.forEach(each -> waker.wake(each.turn(), each.flow()));
    sleepers.clear();
  }

  private void rouseAtGates(long now, Waker waker, Consumer<Gate> shut) {
    var passing = new HashMap<Gate, Integer>();
    var woken = new ArrayList<One>();
    var inTurn = new PriorityQueue<>(atGates.size(), IN_TURN);
    inTurn.addAll(atGates.values());
    while (!inTurn.isEmpty()) {
      var first = inTurn.remove();
      if (!mayPass(first.gates, passing, now)) {
        first.gates.forEach(shut);
        continue;
      }
      woken.add(new One(first.turn, first.flows.remove(), now));
      if (first.flows.isEmpty()) {
        atGates.remove(new Alike(first.turn, first.gates));
      } else {
        inTurn.add(first);
      }
    }
    // Only now: whoever wakes may come to stand elsewhere among the others.
    woken.forEach(each -> waker.wake(each.turn(), each.flow()));
  }

  private static boolean mayPass(List<Gate> gates, Map<Gate, Integer> passing, long now) {
    for (var gate : gates) {
      if (gate.opensAt(now) <= now && passing.merge(gate, 1, Integer::sum) <= gate.room(now)) {
        return true;
      }
    }
    return false;
  }

  /** When the first of what sleeps until a time is to be roused; {@link Long#MAX_VALUE} if none. */
  long rouseAt() {
    var first = timed.peek();
    return first == null ? Long.MAX_VALUE : first.until();
  }

  /**
   * Until when a flow sleeps: 0 for whenever a gate opens, {@link #SUSPENDED}, and {@link
   * Rest#AWAKE} if it does not.
   */
  long untilOf(Flow flow) {
    for (var alike : List.of(timed, suspended)) {
      for (var each : alike) {
        if (each.flow() == flow) {
          return each.until();
        }
      }
    }
    boolean sleeps =
        lightly.stream().anyMatch(each -> each.flow() == flow)
            || atGates.values().stream().anyMatch(each -> each.flows.contains(flow));
    return sleeps ? 0 : Rest.AWAKE;
  }
}
