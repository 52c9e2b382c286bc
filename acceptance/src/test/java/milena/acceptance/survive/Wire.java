package milena.acceptance.survive;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How much may double: at each kill what was on the wire then. That is one message for each
 * connection to the sink, and what the sink had answered so shortly before that the log need not
 * have it yet.
 */
final class Wire {

  private static final Duration RESULT = Duration.ofMillis(20);

  private final Destination destination;
  private long allowance;

  Wire(Destination destination) {
    this.destination = destination;
  }

  /** Kills a process that delivers, and counts what was on the wire. */
  void kill(Child child) {
    during(child::kill);
  }

  /** Does something that ends deliveries, and counts what was on the wire. */
  void during(Runnable fault) {
    long before = destination.deliveries();
    LockSupport.parkNanos(RESULT.toNanos());
    long connections = destination.connections();
    long answered = destination.deliveries() - before;
    fault.run();
    allowance += connections + answered;
    System.out.printf(
        "fault: %,d delivered, %d connections, %d results in the last %d ms%n",
        destination.deliveries(), connections, answered, RESULT.toMillis());
  }

  /** The most that may have come twice. */
  long allowance() {
    return allowance;
  }
}
