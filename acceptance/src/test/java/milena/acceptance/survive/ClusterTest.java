package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import milena.bench.load.LoadPace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each role in processes of its own, on an outside log. */
@Tag("long")
@Timeout(400)
class ClusterTest {

  private static final int SIZE = 4 * 1024;
  private static final int CONNECTIONS = 8;
  private static final int PER_SECOND = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void shouldLoseNothingWhenAWorkerAndARouterAreKilledAndReplaced() throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var cluster = new Cluster(processes, folder, destination.routes()).start();
      var wire = new Wire(destination);

      // When
      try (var traffic = new Traffic(folder, cluster.smtp())) {
        traffic.begin(SIZE, LoadPace.of(3_000, CONNECTIONS).withPerSecond(PER_SECOND));
        awaitDelivered(destination, 300);
        wire.kill(cluster.worker(0).process());
        cluster.replaceWorker(0);
        awaitDelivered(destination, destination.deliveries() + 300);
        wire.kill(cluster.router(0).process());
        cluster.replaceRouter(0);
        awaitDelivered(destination, destination.deliveries() + 300);
        cluster.writer().process().kill();
        cluster.reader().process().awaitWord("this registry writes from here on");
        traffic.end();
        var audit = Settling.of(processes, cluster.where(), () -> Ledger.of(traffic, destination));

        // Then
        settled(Ledger.of(traffic, destination), audit, wire.allowance());
      }
    }
  }

  @Test
  void shouldDoubleNothingWhenAFrozenWorkerComesBackAfterItsPartitionsMoved() throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var cluster = new Cluster(processes, folder, destination.routes()).start();
      var wire = new Wire(destination);

      // When
      try (var traffic = new Traffic(folder, cluster.smtp())) {
        traffic.begin(SIZE, LoadPace.of(3_000, CONNECTIONS).withPerSecond(PER_SECOND));
        awaitDelivered(destination, 300);
        var frozen = cluster.worker(0);
        wire.during(() -> frozen.process().freeze());
        // The session of 10 s and the lease of 6 s have passed once the other delivers its mail.
        awaitDelivered(destination, traffic.acknowledged() * 9 / 10 + 600);
        wire.during(() -> frozen.process().thaw());
        traffic.end();
        var audit = Settling.of(processes, cluster.where(), () -> Ledger.of(traffic, destination));

        // Then
        settled(Ledger.of(traffic, destination), audit, wire.allowance());
        assertThat(frozen.process().isAlive()).isTrue();
      }
    }
  }

  private static void settled(Ledger ledger, AuditResult audit, long allowance) {
    System.out.printf(
        "%d acknowledged, %d refused, %d more came, %d twice of at most %d%n",
        ledger.acknowledged().size(),
        ledger.refused().size(),
        ledger.unacknowledged(),
        ledger.duplicates(),
        allowance);
    assertThat(audit.exit()).as(audit.json() + audit.errors()).isZero();
    assertThat(audit.waiting()).as(audit.json()).isZero();
    assertThat(ledger.missing()).isEmpty();
    assertThat(ledger.impossible()).isEmpty();
    assertThat(ledger.unacknowledged()).isZero();
    assertThat((long) ledger.duplicates()).isLessThanOrEqualTo(allowance);
  }

  private static void awaitDelivered(Destination destination, long count) {
    await("delivered " + count)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> destination.deliveries() >= count);
  }
}
