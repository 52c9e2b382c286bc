package milena.router.shape;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import milena.router.shape.HoldStore.ReadyQueue;
import org.jspecify.annotations.Nullable;

/** One tenant at a site: its flows take turns by their priorities. */
final class Turn {
  /** Nine steps of priority are worth eight times as much. */
  private static final int STEPS = 3;

  private static final int LOWEST = -9;

  /** Most have one flow. */
  private static final int FEW = 2;

  final String tenant;
  private final Pace pace;
  private final Map<ReadyQueue, Flow> flows = new HashMap<>(FEW);
  private final PriorityQueue<Flow> awake =
      new PriorityQueue<>(FEW, Comparator.comparing(Flow::pace));
  private long joined;
  private long come;

  Turn(String tenant, Pace pace) {
    this.tenant = tenant;
    this.pace = pace;
  }

  Pace pace() {
    return pace;
  }

  /** How far the flow had come that was taken last. */
  long come() {
    return come;
  }

  boolean isEmpty() {
    return flows.isEmpty();
  }

  boolean isAwake() {
    return !awake.isEmpty();
  }

  Collection<Flow> flows() {
    return flows.values();
  }

  /** The flow of one that is ready; it is awake if it is new. */
  Flow flow(ReadyQueue queue, HoldStore store, Room room) {
    var flow = flows.get(queue);
    if (flow == null) {
      flow = made(queue, store, room, come);
      awake.add(flow);
    }
    return flow;
  }

  /** A flow as it was before its site dozed. */
  Flow goesOn(Rest rest, HoldStore store, Room room) {
    var flow = made(rest.queue(), store, room, rest.passed());
    flow.goesOn(rest.cursor());
    come = rest.tenantCome();
    if (rest.isAwake()) {
      // It may have been roused since.
      flow.pace().notBehind(come);
      awake.add(flow);
    }
    return flow;
  }

  private Flow made(ReadyQueue queue, HoldStore store, Room room, long from) {
    var flow = new Flow(queue, store, room, new Pace(joined++, from, weight(queue.priority())));
    flows.put(queue, flow);
    return flow;
  }

  @Nullable Flow find(ReadyQueue queue) {
    return flows.get(queue);
  }

  @Nullable Flow next() {
    return awake.peek();
  }

  /** One of the first flow leaves. */
  void served(int tenantsWeight) {
    var flow = awake.remove();
    come = flow.pace().passed();
    flow.pace().step();
    awake.add(flow);
    pace.weigh(tenantsWeight);
    pace.step();
  }

  /** The first flow cannot go: it is returned. */
  Flow sleep() {
    return awake.remove();
  }

  /** The first flow has nothing left. */
  void drop() {
    flows.remove(awake.remove().queue());
  }

  /** A flow that was asleep may be able to go. */
  void rouse(Flow flow) {
    if (flows.get(flow.queue()) == flow) {
      flow.pace().notBehind(come);
      awake.add(flow);
    }
  }

  /** From 1 for the lowest priority (-9) over 8 for none to 64 for the highest (9). */
  static int weight(int priority) {
    return 1 << Math.clamp((priority - LOWEST) / STEPS, 0, 6);
  }
}
