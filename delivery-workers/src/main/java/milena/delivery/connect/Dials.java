package milena.delivery.connect;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import milena.delivery.path.ConnectionQuotas;

/**
 * The connections that a berth is opening. Those that wait for the rate hold nothing that others
 * could use: the next place that the berth gets is for one of them, so that what a server has
 * refused is not asked of it again before the other hosts were tried. Confined to its lane's event
 * loop.
 */
final class Dials {

  /** What was refused longer ago may be otherwise by now. */
  private static final long KEPT_NANOS = Duration.ofMinutes(15).toNanos();

  private final LaneContext context;
  private final Set<Dial> underWay = new LinkedHashSet<>();
  private final Deque<Dial> paused = new ArrayDeque<>();
  private long begunAt;
  private long pausedAt;

  /** None yet. */
  Dials(LaneContext context) {
    this.context = context;
  }

  boolean isEmpty() {
    return underWay.isEmpty() && paused.isEmpty();
  }

  boolean noneUnderWay() {
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

  /**
   * Goes on with one that paused, or else begins another.
   *
   * @param place in what is counted
   */
  void goOn(ConnectionQuotas.Slot place, Function<ConnectionQuotas.Slot, Dial> another) {
    if (underWay.isEmpty()) {
      begunAt = context.clocks().now();
    }
    var waiting = paused.poll();
    if (waiting == null) {
      var dial = another.apply(place);
      underWay.add(dial);
      dial.next();
    } else {
      underWay.add(waiting);
      waiting.resume(place);
    }
  }

  /** It has to wait for the rate: its place is for others. */
  void pause(Dial dial) {
    pausedAt = nanos();
    paused.add(dial);
    forget(dial);
  }

  /** Those that paused long ago, or under terms that hold no more, are not gone on with. */
  void forgetPaused() {
    paused.clear();
  }

  void tick() {
    if (nanos() - pausedAt > KEPT_NANOS) {
      forgetPaused();
    }
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
    forgetPaused();
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

  private long nanos() {
    return context.clocks().nanos().getAsLong();
  }
}
