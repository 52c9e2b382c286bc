package milena.delivery.connect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Hop;
import milena.delivery.resolve.Destination;
import milena.policy.Traffic;

/** All that goes to one site, on whatever paths. Confined to its event loop. */
final class Lane {

  private record Quay(Destination destination, Traffic path) {}

  private final LaneContext context;
  private final Map<Quay, Berth> berths = new HashMap<>();
  private int partition;
  private boolean left;

  Lane(LaneContext context) {
    this.context = context;
  }

  /** Takes one that comes from outside. */
  void arrive(Destination destination, Consignment consignment) {
    partition = consignment.partition();
    left = false;
    offer(destination, consignment);
  }

  /**
   * Nothing more is to come from these partitions. If the site is of one of them, its connections
   * go when they have nothing to do.
   */
  void leave(Set<Integer> partitions) {
    if (partitions.contains(partition)) {
      left = true;
      each(berth -> berth.letGo("the site is no longer of this worker"));
    }
  }

  /** Whether the site is another worker's, and connections are kept for nothing. */
  boolean isLeft() {
    return left;
  }

  void offer(Destination destination, Consignment consignment) {
    offer(destination, consignment, context.clocks().nanos().getAsLong());
  }

  /**
   * Puts it at the end of the queue of its path.
   *
   * @param since when it began to wait, by the monotonic clock
   */
  void offer(Destination destination, Consignment consignment, long since) {
    var terms = context.paths().of(consignment.traffic());
    var exit = terms.exit();
    if (exit == null) {
      refuse(
          consignment,
          "version "
              + terms.version()
              + " of the policy knows no source "
              + consignment.traffic().source());
      return;
    }
    berths
        .computeIfAbsent(
            new Quay(destination, terms.path()),
            _ -> new Berth(this, context, destination, terms, exit))
        .offer(consignment, since);
  }

  private void refuse(Consignment consignment, String why) {
    context.countWaiting(-1);
    var now = context.clocks().now();
    var times = new AttemptTimes(now, now, 0, 0, 0);
    context.finish(consignment, new Ending.SourceAway(why), Hop.NONE, times);
  }

  /**
   * Another version of the policy holds: what waits is sorted anew, and connections that would not
   * have been opened under it go, each when it has nothing to do.
   */
  void followPolicy() {
    each(berth -> berth.follow(context.paths().terms(berth.path())));
    each(berth -> berth.empty((waiting, since) -> offer(berth.destination(), waiting, since)));
    each(Berth::spareIdle);
    each(Berth::openMore);
  }

  /** Some berth has no connection, and there is no room for one: idle ones of others go. */
  void makeRoom() {
    each(Berth::spareIdle);
  }

  /** A connection is gone; whoever wants more than one may have its place if nobody starves. */
  void roomWasMade() {
    each(Berth::openMore);
  }

  /** Does something to every berth. */
  void each(Consumer<Berth> what) {
    List.copyOf(berths.values()).forEach(what);
  }

  /** Looks after the berths; returns whether any is left. */
  boolean tick() {
    each(Berth::tick);
    berths.values().removeIf(Berth::isEmpty);
    return !berths.isEmpty();
  }
}
