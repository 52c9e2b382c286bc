package milena.delivery.connect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The connections that a berth is opening. Confined to its lane's event loop. */
final class Dials {

  private final LaneContext context;
  private final Set<Dial> underWay = new LinkedHashSet<>();
  private long begunAt;

  /** None yet. */
  Dials(LaneContext context) {
    this.context = context;
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  /** How many hold a place in what is counted. */
  int size() {
    return underWay.size();
  }

  /** When the first of those that are under way was begun, ms since the epoch. */
  long begunAt() {
    return begunAt;
  }

  void begin(Dial dial) {
    if (underWay.isEmpty()) {
      begunAt = context.clocks().now();
    }
    underWay.add(dial);
    dial.next();
  }

  /** It has led to a connection, which has its place now. */
  void connected(Dial dial) {
    underWay.remove(dial);
  }

  /** It leads to none: its place is for others. */
  void forget(Dial dial) {
    underWay.remove(dial);
    dial.slot().close();
  }

  void abandon(String reason) {
    each(
        dial -> {
          dial.abandon(reason);
          forget(dial);
        });
  }

  /** Does something with each that is under way. */
  void each(Consumer<Dial> what) {
    List.copyOf(underWay).forEach(what);
  }
}
