package milena.delivery.connect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Hop;
import milena.delivery.outcome.HostTrouble;
import milena.delivery.outcome.SessionStage;
import milena.delivery.resolve.Destination;
import milena.delivery.send.Capabilities;

/**
 * The queue of a lane for one destination, and its connections. A lane usually has one; it has more
 * while domains of one site have different hosts. Confined to its lane's event loop.
 */
final class Berth {

  private static final long STALE_NANOS = Duration.ofMillis(500).toNanos();
  private static final long HOLD_NANOS = Duration.ofSeconds(30).toNanos();

  private final Lane lane;
  private final LaneContext context;
  private final Destination destination;
  private final BerthQueue queue = new BerthQueue();
  private final Sharing sharing = new Sharing();
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Set<Dial> dials = new LinkedHashSet<>();
  private long dialsBegun;
  private boolean held;
  private boolean servesSoon;
  private long heldUntil;

  Berth(Lane lane, LaneContext context, Destination destination) {
    this.lane = lane;
    this.context = context;
    this.destination = destination;
  }

  Destination destination() {
    return destination;
  }

  /** Connections that are there or being opened. */
  int size() {
    return connections.size() + dials.size();
  }

  boolean isEmpty() {
    return queue.isEmpty() && size() == 0;
  }

  /** Messages wait and there is no connection for them, nor will be. */
  boolean isStarving() {
    return !queue.isEmpty() && size() == 0;
  }

  /** Since when the first in the queue waits, by the monotonic clock. */
  long waitingSince() {
    return queue.waitingSince(now());
  }

  boolean hasIdle() {
    return !idle.isEmpty();
  }

  /** Those that come in one go are all there before a connection takes any: they may share. */
  void offer(Consignment consignment) {
    queue.add(consignment, now());
    if (!servesSoon) {
      servesSoon = true;
      context.afterwards(
          () -> {
            servesSoon = false;
            serve();
          });
    }
  }

  /** Gives one that requires TLS to connections that have it. */
  void handOver(Consignment consignment) {
    if (context.isDraining()) {
      context.countWaiting(-1);
      return;
    }
    lane.offer(destination.requiringTls(), consignment);
  }

  /** Puts those that could not be sent by no fault of their own back to the front. */
  void giveBack(List<Consignment> consignments) {
    if (context.isDraining()) {
      context.countWaiting(-consignments.size());
      return;
    }
    queue.addFirst(consignments, now());
    serve();
  }

  /** Takes what shares the next transaction; empty when nothing waits. */
  List<Consignment> poll(Capabilities offered) {
    var allowed = recipientsPerTransaction();
    var said = offered.limits().recipients();
    var most = said > 0 ? Math.min(said, allowed) : allowed;
    return queue.poll(sharing.most(most), sharing.isOneDomain());
  }

  /** So many recipients of a message may share a transaction, as far as we are concerned. */
  private int recipientsPerTransaction() {
    return context.config().limits().recipientsPerTransaction();
  }

  /** What servers have shown to take in one transaction. */
  Sharing sharing() {
    return sharing;
  }

  /** Whether connections have to make room for messages of the same lane that have none. */
  boolean mustYield() {
    return lane.mustYield(this);
  }

  /** A dial has led to this connection. */
  void connected(Dial dial, Connection connection) {
    dials.remove(dial);
    connections.add(connection);
  }

  /**
   * The connection has nothing to do. What waits behind a slow message elsewhere is brought to it.
   */
  void idle(Connection connection) {
    for (var other : connections) {
      var waiting = other == connection ? List.<Consignment>of() : other.takeBack();
      if (!waiting.isEmpty()) {
        queue.addFirst(waiting, now());
        connection.resume();
        return;
      }
    }
    idle.add(connection);
    context.moorings().idle(connection);
    if (mustYield()) {
      retireOne();
    }
  }

  void gone(Connection connection) {
    connections.remove(connection);
    idle.remove(connection);
    context.moorings().noLongerIdle(connection);
    lane.roomWasMade();
  }

  void retireOne() {
    var oldest = idle.poll();
    if (oldest != null) {
      context.moorings().noLongerIdle(oldest);
      oldest.retire();
    }
  }

  /**
   * A dial found nobody. While other connections work it is a matter of their number, and no more
   * are opened for a while; otherwise all that wait here are told at once.
   */
  void unreachable(Dial dial, List<HostTrouble> troubles) {
    dials.remove(dial);
    context.meters().foundNobody();
    if (!connections.isEmpty()) {
      held = true;
      heldUntil = now() + HOLD_NANOS;
    } else if (dials.isEmpty()) {
      deferAll(troubles);
    }
    lane.roomWasMade();
  }

  void withdraw(Predicate<Consignment> which) {
    context.countWaiting(-queue.removeIf(which));
    connections.forEach(connection -> connection.withdraw(which));
  }

  /** Ends what waited beyond its validity, and opens more connections where the server is slow. */
  void tick() {
    var wall = context.clocks().now();
    for (var head = queue.peek(); head != null; head = queue.peek()) {
      if (head.validUntil() >= wall) {
        break;
      }
      queue.poll();
      context.countWaiting(-1);
      var ending = new Ending.Withheld(SessionStage.CONNECT, "no connection while it was valid");
      context.finish(head, ending, Hop.NONE, times(wall));
    }
    held = held && now() - heldUntil < 0;
    openMore();
  }

  void openMore() {
    if (queue.isEmpty() || held || context.isDraining()) {
      return;
    }
    var stale = now() - queue.waitingSince(now()) > STALE_NANOS;
    var waiting = queue.transactions(sharing.most(recipientsPerTransaction()));
    var wanted = Openings.wanted(waiting, connections.size(), dials.size(), stale);
    for (var i = 0; i < wanted && lane.hasRoom() && context.moorings().hasRoom(); i++) {
      var dial = new Dial(this, context);
      if (dials.isEmpty()) {
        dialsBegun = context.clocks().now();
      }
      dials.add(dial);
      dial.next();
    }
    if (isStarving() && !lane.hasRoom()) {
      lane.makeRoom();
    }
  }

  /** Says QUIT on idle connections and gives up what is being opened. */
  void drain() {
    List.copyOf(dials).forEach(dial -> dial.abandon("shutting down"));
    dials.clear();
    while (hasIdle()) {
      retireOne();
    }
  }

  void cut(String reason) {
    List.copyOf(dials).forEach(dial -> dial.abandon(reason));
    dials.clear();
    List.copyOf(connections).forEach(connection -> connection.cut(reason));
  }

  private void serve() {
    while (!queue.isEmpty() && hasIdle()) {
      var connection = idle.poll();
      if (connection != null) {
        context.moorings().noLongerIdle(connection);
        connection.resume();
      }
    }
    openMore();
  }

  private void deferAll(List<HostTrouble> troubles) {
    var hop =
        troubles.isEmpty()
            ? Hop.NONE
            : new Hop("", troubles.getLast().host(), troubles.getLast().address(), "", "");
    var ending =
        destination.tlsRequired()
            ? new Ending.Unpromised(troubles)
            : new Ending.Unreachable(troubles);
    var times = times(dialsBegun);
    var all = queue.clear();
    context.countWaiting(-all.size());
    all.forEach(waiting -> context.finish(waiting, ending, hop, times));
  }

  private AttemptTimes times(long startedAt) {
    var ended = context.clocks().now();
    return new AttemptTimes(startedAt, ended, (int) (ended - startedAt), 0, 0);
  }

  private long now() {
    return context.clocks().nanos().getAsLong();
  }
}
