package milena.router.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import milena.router.gate.Gate;
import milena.router.shape.HoldStore.ReadyQueue;
import org.jspecify.annotations.Nullable;

/** A site that is awake: its window, and its tenants taking turns by their weights. */
final class Site {
  /** One with more flows than this stays awake: it would take as much memory dozing. */
  private static final int FLOWS_THAT_DOZE = 16;

  /** Most have one tenant. */
  private static final int FEW = 2;

  final Place place;
  final Window window;

  private final HoldStore store;
  private final Room room;
  private final Map<String, Turn> tenants = new HashMap<>(FEW);
  private final PriorityQueue<Turn> awake =
      new PriorityQueue<>(FEW, Comparator.comparing(Turn::pace));
  private final Sleepers asleep = new Sleepers();
  private final Set<Gate> waitOn = new LinkedHashSet<>(0);
  private long joined;
  private long come;

  /**
   * Wakes up with what its place knows.
   *
   * @param window most dispatches outstanding
   */
  Site(Place place, int window, HoldStore store, Room room) {
    this.place = place;
    this.window = new Window(window, place.window());
    this.store = store;
    this.room = room;
    this.come = place.come();
    place.wakes(this).forEach(this::goesOn);
  }

  private void goesOn(Rest rest) {
    var queue = rest.queue();
    var turn = tenants.get(queue.tenant());
    if (turn == null) {
      turn = new Turn(queue.tenant(), new Pace(joined++, rest.tenantPassed(), rest.tenantWeight()));
      tenants.put(queue.tenant(), turn);
    }
    boolean slept = !turn.isAwake();
    var flow = turn.goesOn(rest, store, room);
    if (!rest.isAwake()) {
      asleep.until(turn, flow, rest.until());
    }
    join(turn, slept);
  }

  /** How far the tenant had come who was taken last. */
  long come() {
    return come;
  }

  /**
   * What is to be known of its flows while it dozes, in the order of their turns; null when it has
   * to stay awake, since something of it is outstanding, not in the store yet, or about to wait on
   * at a gate.
   */
  @Nullable List<Rest> rests() {
    if (window.outstanding() > 0 || !waitOn.isEmpty()) {
      return null;
    }
    int flows = tenants.values().stream().mapToInt(turn -> turn.flows().size()).sum();
    if (flows > FLOWS_THAT_DOZE
        || !tenants.values().stream().flatMap(t -> t.flows().stream()).allMatch(Flow::shed)) {
      return null;
    }
    var rests = new ArrayList<Rest>(flows);
    tenants.values().stream()
        .sorted(Comparator.comparing(Turn::pace))
        .forEach(turn -> turn.flows().forEach(flow -> rests.add(rest(turn, flow))));
    return rests;
  }

  private Rest rest(Turn turn, Flow flow) {
    return new Rest(
        flow.queue(),
        flow.cursor(),
        asleep.untilOf(flow),
        flow.pace().passed(),
        turn.pace().passed(),
        turn.pace().weight(),
        turn.come());
  }

  /** Forgets what memory has of it for good. */
  void clear() {
    tenants.values().forEach(turn -> turn.flows().forEach(Flow::clear));
  }

  /** Adds one that is ready; answers whether memory has it, or else the store must. */
  boolean add(Held held) {
    return flow(held.queue()).add(held);
  }

  /** Notes that the store has something ready. */
  void hasStored(ReadyQueue queue) {
    flow(queue).hasStored(-1);
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

  /** One of the flow whose turn it is goes elsewhere, which costs it its turn all the same. */
  void passedOver() {
    served(awake.element().pace().weight());
  }

  /** One of the flow whose turn it is leaves; its tenant has this weight here. */
  void served(int weight) {
    var turn = awake.remove();
    come = turn.pace().passed();
    turn.served(weight);
    awake.add(turn);
  }

  /** The flow whose turn it is cannot go before one of these gates opens. */
  void sleepAt(List<Gate> gates) {
    var turn = awake.element();
    var flow = turn.sleep();
    asleep.at(turn, flow, gates);
    rests(turn, flow);
  }

  /**
   * The flow whose turn it is cannot go before a time, ms; 0 for when the site is roused, {@link
   * Sleepers#SUSPENDED} for when the levers change.
   */
  void sleep(long until) {
    var turn = awake.element();
    var flow = turn.sleep();
    asleep.until(turn, flow, until);
    rests(turn, flow);
  }

  /** One that sleeps keeps no terms, and nothing in memory where there is no room for it. */
  private void rests(Turn turn, Flow flow) {
    flow.terms = null;
    if (room.isFull()) {
      flow.shed();
    }
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

  /** Flows that have nothing left go, up to the first that has. */
  void dropWhatIsOver() {
    for (var flow = next(); flow != null && flow.isOver(); flow = next()) {
      drop();
    }
  }

  private void settle(Turn turn) {
    if (!turn.isAwake()) {
      awake.remove(turn);
    }
  }

  /**
   * What sleeps until then may be able to go, and of those at a gate that is open as many as may
   * pass, in the order of their turns. The others wait on: they would only be asked to be sent
   * back.
   */
  void rouse(long now) {
    asleep.rouse(now, this::wake, waitOn::add);
  }

  /** What sleeps since it is suspended may be able to go. */
  void rouseSuspended() {
    asleep.rouseSuspended(this::wake);
  }

  /** The gates of those that were not roused: whoever was roused by a gate left it. */
  List<Gate> takeWaitOn() {
    if (waitOn.isEmpty()) {
      return List.of();
    }
    var gates = List.copyOf(waitOn);
    waitOn.clear();
    return gates;
  }

  private void wake(Turn turn, Flow flow) {
    boolean slept = !turn.isAwake();
    turn.rouse(flow);
    join(turn, slept);
  }

  /** A tenant that has just woken takes turns again, and not before its turn. */
  private void join(Turn turn, boolean slept) {
    if (slept && turn.isAwake()) {
      turn.pace().notBehind(come);
      awake.add(turn);
    }
  }

  /** When the first of what sleeps until a time is to be roused; {@link Long#MAX_VALUE} if none. */
  long rouseAt() {
    return asleep.rouseAt();
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
    var flow = turn.flow(queue, store, room);
    join(turn, slept);
    return flow;
  }
}
