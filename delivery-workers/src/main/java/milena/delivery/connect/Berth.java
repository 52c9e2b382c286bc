package milena.delivery.connect;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Hop;
import milena.delivery.outcome.HostTrouble;
import milena.delivery.path.ConnectionQuotas;
import milena.delivery.path.ConnectionQuotas.Answer;
import milena.delivery.path.Exit;
import milena.delivery.path.PathTerms;
import milena.delivery.resolve.Destination;
import milena.delivery.send.Capabilities;
import milena.policy.Applied;
import milena.policy.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a lane for one destination on one path, and its connections, which carry nothing
 * else. Confined to its lane's event loop.
 */
final class Berth implements ConnectionQuotas.Waiter {

  /** So many messages are worth opening a connection for, even if others wait for its place. */
  private static final int FAIR_SHARE = 10;

  private static final long STALE_NANOS = Duration.ofMillis(500).toNanos();
  private static final long HOLD_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  /** A connection's place in what is counted, and the terms it was opened under. */
  private record Berthed(ConnectionQuotas.Slot slot, PathTerms terms) {}

  private final Lane lane;
  private final LaneContext context;
  private final Destination destination;
  private final BerthQueue queue = new BerthQueue();
  private final Unserved unserved;
  private final Sharing sharing;
  private final Map<Connection, Berthed> connections = new LinkedHashMap<>();
  private final IdleConnections idle;
  private final Dials dials;
  private PathTerms terms;
  private Exit exit;
  private @Nullable Applied refusing;
  private boolean held;
  private boolean servesSoon;
  private boolean asksSoon;
  private long heldUntil;

  Berth(Lane lane, LaneContext context, Destination destination, PathTerms terms, Exit exit) {
    this.lane = lane;
    this.context = context;
    this.destination = destination;
    this.terms = terms;
    this.exit = exit;
    this.unserved = new Unserved(context, queue);
    this.sharing = new Sharing(context.clocks().nanos());
    this.idle = new IdleConnections(context.moorings(), this::leave);
    this.dials = new Dials(context);
  }

  Destination destination() {
    return destination;
  }

  Traffic path() {
    return terms.path();
  }

  /** What holds on the path now. */
  PathTerms terms() {
    return terms;
  }

  boolean isEmpty() {
    return queue.isEmpty() && connections.isEmpty() && dials.isEmpty();
  }

  /** Messages wait and there is no connection for them, nor will be. */
  private boolean isStarving() {
    return !queue.isEmpty() && connections.isEmpty() && dials.noneUnderWay();
  }

  /**
   * Puts it at the end of the queue. Those that come in one go are all there before a connection
   * takes any: they may share.
   */
  void offer(Consignment consignment, long since) {
    queue.add(consignment, since);
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
    var first = consignments.getFirst();
    if (terms.exit() == null || !context.paths().of(first.traffic()).path().equals(path())) {
      // The policy has changed since they were taken up.
      consignments.forEach(consignment -> lane.offer(destination, consignment));
      return;
    }
    queue.addFirst(consignments, now());
    serve();
  }

  /** Takes what shares the next transaction; empty when nothing waits. */
  List<Consignment> poll(Capabilities offered) {
    var allowed = terms.recipientsPerTransaction();
    var said = offered.limits().recipients();
    var most = said > 0 ? Math.min(said, allowed) : allowed;
    return queue.poll(sharing.most(most), sharing.isOneDomain());
  }

  /** What servers have shown to take in one transaction. */
  Sharing sharing() {
    return sharing;
  }

  /** Takes all that waits out of the queue, and out of connections that have not begun with it. */
  void empty(ObjLongConsumer<Consignment> to) {
    for (var connection : connections.keySet()) {
      queue.addFirst(connection.takeBack(), now());
    }
    queue.empty(to);
  }

  /** Other terms hold on the path from now on. */
  void follow(PathTerms now) {
    terms = now;
    exit = now.exit() == null ? exit : now.exit();
    held = false;
    dials.each(dial -> dial.slot().count(now.counted()));
    dials.forgetPaused();
    connections.values().forEach(berthed -> berthed.slot().count(now.counted()));
    idle.retireIf(this::isOutdated);
  }

  private boolean isOutdated(Connection connection) {
    var berthed = connections.get(connection);
    return berthed != null && !terms.accept(berthed.terms());
  }

  /**
   * Whether a connection has to go after its message: it has carried enough, was opened under terms
   * that hold no more, is one too many, others wait for its place, or the site is another worker's.
   *
   * @param most what is enough
   */
  boolean mustGo(Connection connection, int served, int most) {
    var goes =
        served >= most
            || isOutdated(connection)
            || (lane.isLeft() && queue.isEmpty())
            || context.quotas().hasSurplus(terms.counted())
            || (served >= FAIR_SHARE && isWanted());
    if (goes) {
      leave(connection);
    }
    return goes;
  }

  private boolean isWanted() {
    return context.quotas().isWanted(terms.counted(), this);
  }

  /** A dial has led to this connection. */
  void connected(Dial dial, Connection connection) {
    dials.connected(dial);
    context.misses().none(path());
    connections.put(connection, new Berthed(dial.slot(), dial.terms()));
  }

  /**
   * The connection has nothing to do. What waits behind a slow message elsewhere is brought to it.
   */
  void idle(Connection connection) {
    for (var other : connections.keySet()) {
      var waiting = other == connection ? List.<Consignment>of() : other.takeBack();
      if (!waiting.isEmpty()) {
        queue.addFirst(waiting, now());
        connection.resume();
        return;
      }
    }
    idle.add(connection);
    spareIdle();
  }

  /** Idle connections go as far as others wait for their places, or there are too many. */
  void spareIdle() {
    idle.retireWhile(() -> isWanted() || context.quotas().hasSurplus(terms.counted()));
  }

  void gone(Connection connection) {
    var berthed = connections.remove(connection);
    idle.remove(connection);
    if (berthed != null) {
      berthed.slot().close();
    }
    lane.roomWasMade();
  }

  /** It will be gone soon, which others may wait for. */
  private void leave(Connection connection) {
    var berthed = connections.get(connection);
    if (berthed != null) {
      berthed.slot().leave();
    }
  }

  /**
   * A dial found nobody. While other connections work it is a matter of their number, and no more
   * are opened for a while; otherwise all that wait here are told at once, unless the policy wants
   * more failures in a row for that.
   */
  void unreachable(Dial dial, List<HostTrouble> troubles) {
    dials.forget(dial);
    context.meters().foundNobody();
    if (!connections.isEmpty()) {
      hold(HOLD_NANOS);
    } else if (dials.noneUnderWay()) {
      if (context.misses().more(path()) >= terms.handling().failuresBeforeDelay()) {
        deferAll(troubles);
      } else {
        hold(AGAIN_NANOS);
      }
    }
    lane.roomWasMade();
  }

  /** A dial has to wait for the rate, and others may have its place. */
  void paused(Dial dial) {
    dials.pause(dial);
    lane.roomWasMade();
  }

  /** A dial could not leave from its source. */
  void sourceAway(Dial dial, String why) {
    context.sources().fellIll(dial.exit(), why);
    dials.forget(dial);
    openMore();
    lane.roomWasMade();
  }

  private void hold(long nanos) {
    held = true;
    heldUntil = now() + nanos;
  }

  void withdraw(Predicate<Consignment> which) {
    context.countWaiting(-queue.removeIf(which));
    connections.keySet().forEach(connection -> connection.withdraw(which));
  }

  /** Ends what waited beyond its validity, and opens more connections where the server is slow. */
  void tick() {
    for (var connection : connections.keySet()) {
      // What a connection has read ahead waits like the others, however long its message takes.
      var since = connection.aheadSince();
      if (now() - since > STALE_NANOS) {
        queue.addFirst(connection.takeBack(), since);
      }
    }
    unserved.endOutlived(ConnectionQuotas.refusal(refusing));
    held = held && now() - heldUntil < 0;
    dials.tick();
    spareIdle();
    openMore();
  }

  @Override
  public void roomMade() {
    context.wake(this::openMore);
  }

  void openMore() {
    if (queue.isEmpty() || held || context.isDraining() || endsForItsSource()) {
      return;
    }
    var stale = now() - queue.waitingSince(now()) > STALE_NANOS;
    var waiting = queue.transactions(sharing.most(terms.recipientsPerTransaction()));
    var wanted = Openings.wanted(waiting, connections.size(), dials.size(), stale);
    for (var i = 0; i < wanted && context.moorings().hasRoom(); i++) {
      switch (context.quotas().ask(terms.counted(), this, isStarving())) {
        case Answer.Granted(var slot) -> dial(slot);
        case Answer.Refused(var limit, var leased) -> {
          refusing = limit;
          if (leased) {
            askSoon();
          }
          if (isStarving()) {
            lane.makeRoom();
          }
          return;
        }
      }
    }
  }

  /** A lease that is missing may come at any time. */
  private void askSoon() {
    if (!asksSoon) {
      asksSoon = true;
      context.later(
          () -> {
            asksSoon = false;
            openMore();
          },
          ConnectionQuotas.AGAIN_MS);
    }
  }

  private void dial(ConnectionQuotas.Slot slot) {
    refusing = null;
    dials.goOn(slot, place -> new Dial(this, context, exit, place));
  }

  /**
   * What waits is told when nothing can leave from its source, and no connection from it is left.
   */
  private boolean endsForItsSource() {
    var trouble = context.sources().trouble(exit);
    if (trouble.isEmpty() || !isStarving()) {
      return trouble.isPresent();
    }
    var why = "source " + exit.name() + ": " + trouble.get();
    unserved.endAll(new Ending.SourceAway(why), Hop.NONE, context.clocks().now());
    return true;
  }

  /** Says QUIT on idle connections and gives up what is being opened, unless something waits. */
  void letGo(String reason) {
    if (queue.isEmpty()) {
      dials.abandon(reason);
      idle.retireWhile(() -> true);
    }
  }

  void cut(String reason) {
    dials.abandon(reason);
    List.copyOf(connections.keySet()).forEach(connection -> connection.cut(reason));
  }

  private void serve() {
    idle.resumeWhile(() -> !queue.isEmpty());
    openMore();
  }

  private void deferAll(List<HostTrouble> troubles) {
    var unreached = new Unreached(destination, exit, troubles);
    unserved.endAll(unreached.ending(), unreached.hop(), dials.begunAt());
  }

  private long now() {
    return context.clocks().nanos().getAsLong();
  }
}
