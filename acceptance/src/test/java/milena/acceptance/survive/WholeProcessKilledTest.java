package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
          Moments.awaitAcknowledged(traffic, node, moment);
          Moments.awaitDelivering(destination, node);
          wire.kill(node.process());
          node.start();
        }
        traffic.end().forEach(report -> System.out.println(report.toText()));
        var audit = Settling.of(processes, node, () -> Ledger.of(traffic, destination));

        // Then
        var ledger = Ledger.of(traffic, destination);
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
}
