package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The power goes, and what the disk had not been told to keep goes with it. */
@Tag("long")
@Timeout(900)
class PowerCutTest {

  private static final int SMALL = 4 * 1024;
  private static final int LARGE = 300 * 1000;
  private static final long VOLUME = 8L << 30;

  @TempDir Path folder;

  @BeforeEach
  void assumeAVolume() {
    assumeThat(Volume.missing()).as("needs an ext4 on a loop device").isEmpty();
  }

  @Test
  void shouldLoseNothingWhenThePowerGoesOnce() throws Exception {
    survive(1_980, 20, 1);
  }

  @Test
  void shouldLoseNothingWhenThePowerGoesAgainAndAgain() throws Exception {
    survive(19_500, 500, 5);
  }

  private void survive(int small, int large, int cuts) throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    try (var volume = Volume.create(folder, VOLUME);
        var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var flags = Node.whole(destination.address());
      var node = new Node(processes, "up", volume.folder(), flags).start();
      var power = new PowerCut(destination, volume);

      // When
      try (var traffic = new Traffic(folder, node.smtp())) {
        traffic.begin(small, SMALL, 16).begin(large, LARGE, 2);
        for (int cut = 0; cut < cuts; cut++) {
          long moment = (long) ((cut + random.nextDouble()) * (small + large) * 0.8 / cuts);
          Moments.awaitAcknowledged(traffic, node, moment);
          Moments.awaitDelivering(destination, node);
          power.strike(node.process());
          awaitRecovery(node);
        }
        traffic.end().forEach(report -> System.out.println(report.toText()));
        var audit = Settling.of(processes, node, () -> Ledger.of(traffic, destination));
        assertThat(node.process().terminate()).isZero();

        // Then
        var ledger = Ledger.of(traffic, destination);
        System.out.printf(
            "%d cuts: %d acknowledged, %d refused, %d more came, %d twice of at most %d%n",
            cuts,
            ledger.acknowledged().size(),
            ledger.refused().size(),
            ledger.unacknowledged(),
            ledger.duplicates(),
            power.allowance());
        assertThat(audit.exit()).as(audit.json()).isZero();
        assertThat(audit.waiting()).isZero();
        assertThat(ledger.missing()).isEmpty();
        assertThat(ledger.impossible()).isEmpty();
        assertThat(ledger.astray()).isEmpty();
        assertThat((long) ledger.duplicates()).isLessThanOrEqualTo(power.allowance());
        LogCheck.assertSound(processes, node.data());
      }
    }
  }

  private static void awaitRecovery(Node node) {
    node.start();
    assertThat(node.process().errors()).contains("recovered, mail goes on");
  }
}
