package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import milena.acceptance.survive.Cluster.Role;
import milena.bench.load.LoadPace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of each role on a cluster of three brokers, and each kind of them dies once. */
@Tag("long")
@Timeout(900)
class ClusterTest {

  private static final int SIZE = 4 * 1024;
  private static final int CONNECTIONS = 4;
  private static final int PER_SECOND = 20;

  /** More than a test sends: the traffic goes on until the last fault is over. */
  private static final LoadPace PACE =
      LoadPace.of(1_000_000, CONNECTIONS).withPerSecond(PER_SECOND);

  private static final int SOME = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A message on each connection whose reply a killed door, or the end of the traffic, cut off. */
  private static final int CUT_OFF = CONNECTIONS + 2 * CONNECTIONS;

  @TempDir Path folder;

  @Test
  void shouldLoseNothingWhenOneOfEachKindIsKilledAndReplaced() throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var cluster = new Cluster(processes, folder, destination.routes()).start();
      var wire = new Wire(destination);

      // When
      try (var traffic = traffic(cluster)) {
        for (var role : Role.values()) {
          awaitSomeDelivered(destination);
          wire.kill(cluster.of(role, 0).process());
          if (role == Role.REGISTRY) {
            cluster.of(role, 1).process().awaitWord("this registry writes from here on");
          }
          cluster.replace(role, 0);
        }
        awaitSomeDelivered(destination);
        wire.during(() -> cluster.brokers().kill(0));
        awaitSomeDelivered(destination);
        cluster.brokers().bringBack(0);
        awaitSomeDelivered(destination);
        traffic.stop();
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
      try (var traffic = traffic(cluster)) {
        awaitSomeDelivered(destination);
        var frozen = cluster.of(Role.WORKER, 0).process();
        wire.during(frozen::freeze);
        // The session of 10 s and the lease of 6 s have passed long before.
        Thread.sleep(Duration.ofMinutes(1));
        awaitDelivered(destination, traffic.acknowledged() * 9 / 10);
        wire.during(frozen::thaw);
        awaitSomeDelivered(destination);
        traffic.stop();
        traffic.end();
        var audit = Settling.of(processes, cluster.where(), () -> Ledger.of(traffic, destination));

        // Then
        settled(Ledger.of(traffic, destination), audit, wire.allowance());
        assertThat(frozen.isAlive()).isTrue();
      }
    }
  }

  private Traffic traffic(Cluster cluster) {
    return new Traffic(folder, cluster.of(Role.INGEST, 0).smtp(), cluster.of(Role.INGEST, 1).smtp())
        .begin(SIZE, PACE);
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
    assertThat(ledger.unacknowledged()).isLessThanOrEqualTo(CUT_OFF);
    assertThat((long) ledger.duplicates()).isLessThanOrEqualTo(allowance);
  }

  private static void awaitSomeDelivered(Destination destination) {
    awaitDelivered(destination, destination.deliveries() + SOME);
  }

  private static void awaitDelivered(Destination destination, long count) {
    await("delivered " + count)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> destination.deliveries() >= count);
  }
}
