package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of everything at once, again and again on the same data. */
@Timeout(600)
class WholeProcessKilledTest {

  private static final int SMALL = 4 * 1024;
  private static final int LARGE = 300 * 1000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void shouldLoseNothingWhenKilledThreeTimes() throws Exception {
    survive(1_450, 50, 3);
  }

  @Test
  @Tag("long")
  void shouldLoseNothingWhenKilledTenTimes() throws Exception {
    survive(19_000, 1_000, 10);
  }

  private void survive(int small, int large, int kills) throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var node = new Node(processes, "up", folder, Node.whole(destination.address())).start();
      var wire = new Wire(destination);

      // When
      try (var traffic = new Traffic(folder, node.smtp())) {
        traffic.begin(small, SMALL, 16).begin(large, LARGE, 4);
        for (int kill = 0; kill < kills; kill++) {
          long moment = (long) ((kill + random.nextDouble()) * (small + large) * 0.9 / kills);
          awaitMoment(traffic, node, moment);
          awaitDelivering(destination, node);
          wire.kill(node.process());
          node.start();
        }
        traffic.end().forEach(report -> System.out.println(report.toText()));
        var audit = Settling.of(processes, node, () -> ledger(traffic, destination));

        // Then
        var ledger = ledger(traffic, destination);
        System.out.printf(
            "%d kills: %d acknowledged, %d refused, %d more came, %d twice of at most %d%n",
            kills,
            ledger.acknowledged().size(),
            ledger.refused().size(),
            ledger.unacknowledged(),
            ledger.duplicates(),
            wire.allowance());
        assertThat(audit.exit()).as(audit.json()).isZero();
        assertThat(audit.waiting()).isZero();
        assertThat(audit.accepted())
            .isGreaterThanOrEqualTo(ledger.acknowledged().size() + ledger.refused().size());
        assertThat(audit.number("delivered")).isEqualTo(ledger.delivered().size());
        assertThat(ledger.missing()).isEmpty();
        assertThat(ledger.impossible()).isEmpty();
        assertThat((long) ledger.duplicates()).isLessThanOrEqualTo(wire.allowance());
        assertThat(node.process().terminate()).isZero();
      }
    }
  }

  private static void awaitMoment(Traffic traffic, Node node, long acknowledged) {
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
  private static void awaitDelivering(Destination destination, Node node) {
    long before = destination.deliveries();
    await("deliveries begin")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !node.process().isAlive() || destination.deliveries() > before);
  }

  private static Ledger ledger(Traffic traffic, Destination destination) {
    return Ledger.of(traffic.acknowledgements(), destination.log());
  }
}
