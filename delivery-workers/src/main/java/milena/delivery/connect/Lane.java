package milena.delivery.connect;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import milena.delivery.resolve.Destination;

/** All that goes to one site, under the site's limits. Confined to its event loop. */
final class Lane {

  private final LaneContext context;
  private final Map<Destination, Berth> berths = new HashMap<>();

  Lane(LaneContext context) {
    this.context = context;
  }

  void offer(Destination destination, Consignment consignment) {
    berths
        .computeIfAbsent(destination, where -> new Berth(this, context, where))
        .offer(consignment);
  }

  boolean hasRoom() {
    var open = 0;
    for (var berth : berths.values()) {
      open += berth.size();
    }
    return open < context.config().limits().connections();
  }

  boolean mustYield(Berth berth) {
    if (berths.size() == 1 || hasRoom()) {
      return false;
    }
    for (var other : berths.values()) {
      if (other != berth && other.isStarving()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Closes an idle connection of some berth, if there is one; a busy one yields when it is done.
   */
  void makeRoom() {
    for (var berth : berths.values()) {
      if (berth.hasIdle()) {
        berth.retireOne();
        return;
      }
    }
  }

  /** A connection is gone; the place is for the one that has waited longest without any. */
  void roomWasMade() {
    berths.values().stream()
        .filter(Berth::isStarving)
        .min(Comparator.comparingLong(Berth::waitingSince))
        .ifPresent(Berth::openMore);
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
