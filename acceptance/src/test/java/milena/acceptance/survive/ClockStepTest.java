package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import milena.bench.load.LoadPace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sets the machine's clock under load, by far more than mail may wait. */
@Tag("long")
@Timeout(300)
class ClockStepTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int SOME = 100;

  @TempDir Path folder;

  @Test
  void shouldGoOnAsIfNobodyHadSetTheClock() throws Exception {
    assumeThat(WallClock.missing()).isEmpty();
    var clock = new WallClock(folder);
    try (var destination = new Destination(folder);
        var processes = new Processes(folder, clock.environment())) {
      // Given
      var flags = new ArrayList<>(Node.whole(destination.address()));
      flags.addAll(List.of("--expiry", "20m"));
      var node = new Node(processes, "milena", folder, flags).start();

      // When
      try (var traffic = new Traffic(folder, node.smtp())) {
        traffic.begin(4 * 1024, LoadPace.of(1_000_000, 8).withPerSecond(100));
        for (var step : List.of(HOUR, Duration.ZERO, HOUR.negated(), Duration.ZERO, HOUR)) {
          awaitSomeDelivered(destination, node);
          clock.set(step);
        }
        awaitSomeDelivered(destination, node);
        double drift = Vitals.sum(Vitals.metrics(node), "milena_clock_drift_seconds");
        traffic.stop();
        var reports = traffic.end();
        var audit = Settling.of(processes, node, () -> Ledger.of(traffic, destination));

        // Then
        var ledger = Ledger.of(traffic, destination);
        assertThat(drift).isEqualTo((double) HOUR.toSeconds(), within(5.0));
        assertThat(reports.getFirst().messages().refused()).isZero();
        assertThat(ledger.missing()).isEmpty();
        assertThat(ledger.duplicates()).isZero();
        assertThat(audit.waiting()).as(audit.json()).isZero();
        assertThat(node.process().errors()).doesNotContain("starts over");
      }
    }
  }

  private static void awaitSomeDelivered(Destination destination, Node node) {
    Moments.awaitMoreThan(SOME, destination, node, Duration.ofSeconds(20));
  }
}
