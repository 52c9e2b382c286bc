package milena.delivery.connect;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import milena.delivery.outcome.AttemptTimes;
import milena.delivery.outcome.Ending;
import milena.delivery.outcome.Hop;

/**
 * What the attempts over one connection tell of it: where it leads, and how long what took.
 * Confined to its lane's event loop.
 */
final class Passage {

  private final LaneContext context;
  private final long dialedAt;
  private Hop hop = Hop.NONE;
  private boolean onWire;
  private int connectMs;
  private long begunAt;
  private int served;

  /** It is being dialed from now on. */
  Passage(LaneContext context) {
    this.context = context;
    this.dialedAt = nanos();
  }

  /** It is ready for a first transaction. */
  void ready(Hop where) {
    connectMs = millisSince(dialedAt);
    hop = where;
    context.meters().opened(Duration.ofMillis(connectMs));
  }

  /** A transaction begins. */
  void begin() {
    begunAt = nanos();
    onWire = true;
    context.countOnWire(1);
  }

  /** There is no transaction, or no longer. */
  void leaveWire() {
    if (onWire) {
      onWire = false;
      context.countOnWire(-1);
    }
  }

  /** A transaction has ended, well or not. */
  void serve() {
    served++;
    leaveWire();
  }

  /** How many transactions have ended. */
  int served() {
    return served;
  }

  /**
   * Hands on how an attempt ended.
   *
   * @param startedAt when it was taken up, ms since the epoch
   * @param bytes of the message that were handed to the network
   */
  void finish(Consignment consignment, long startedAt, Ending ending, long bytes) {
    var connected = served == 0 ? connectMs : 0;
    var sendMs = onWire ? millisSince(begunAt) : 0;
    var now = context.clocks().now();
    context.finish(
        consignment, ending, hop, new AttemptTimes(startedAt, now, connected, sendMs, bytes));
  }

  private long nanos() {
    return context.clocks().nanos().getAsLong();
  }

  private int millisSince(long nanos) {
    return (int) TimeUnit.NANOSECONDS.toMillis(nanos() - nanos);
  }
}
