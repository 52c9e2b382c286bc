package milena.acceptance.survive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Cuts the power of a node and counts how much may double for it: what was delivered in the last
 * second before the cut, and what was on the wire then.
 */
final class PowerCut {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long STEP = Duration.ofMillis(10).toNanos();

  private record Seen(long at, long deliveries) {}

  private final Destination destination;
  private final Volume volume;
  private long allowance;

  PowerCut(Destination destination, Volume volume) {
    this.destination = destination;
    this.volume = volume;
  }

  /** Watches for a second, cuts, and ends the process, which has nothing to stand on any more. */
  void strike(Child process) {
    var lastSecond = new ArrayDeque<Seen>();
    long began = System.nanoTime();
    while (System.nanoTime() - began < SECOND) {
      lastSecond.add(new Seen(System.nanoTime(), destination.deliveries()));
      LockSupport.parkNanos(STEP);
    }
    long connections = destination.connections();
    long cut = System.nanoTime();
    volume.cut();
    process.kill();
    while (cut - lastSecond.getFirst().at() > SECOND) {
      lastSecond.removeFirst();
    }
    long recent = destination.deliveries() - lastSecond.getFirst().deliveries();
    allowance += connections + recent;
    System.out.printf(
        "power cut: %,d delivered, %,d of them in the last second, %d connections%n",
        destination.deliveries(), recent, connections);
    volume.restore();
  }

  /** The most that may have come twice. */
  long allowance() {
    return allowance;
  }
}
