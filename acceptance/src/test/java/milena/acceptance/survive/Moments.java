package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** When a fault is worth it: mail is accepted, and mail is delivered. */
final class Moments {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Moments() {}

  /** Waits until so many recipients were acknowledged, or all traffic is over. */
  static void awaitAcknowledged(Traffic traffic, Node node, long acknowledged) {
    await("acknowledged " + acknowledged)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              assertThat(node.process().isAlive()).as(node.process().story("died")).isTrue();
              return traffic.isOver() || traffic.acknowledged() >= acknowledged;
            });
  }

  /** A start that delivers nothing yet has nothing on the wire, and would prove little. */
  static void awaitDelivering(Destination destination, Node node) {
    awaitMoreThan(0, destination, node, PATIENCE);
  }

  /** Waits until more than so many are delivered from now on, or the process has ended. */
  static void awaitMoreThan(long more, Destination destination, Node node, Duration patience) {
    long before = destination.deliveries();
    await("more than " + more + " are delivered")
        .atMost(patience)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !node.process().isAlive() || destination.deliveries() > before + more);
  }
}
