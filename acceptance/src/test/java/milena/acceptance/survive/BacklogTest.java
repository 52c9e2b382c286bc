package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The destination is away while much is accepted for it. */
@Tag("long")
@Timeout(900)
class BacklogTest {

  private static final int SIZE = 4 * 1024;
  private static final int WARM_UP = 20_000;
  private static final int FRESH = 40_000;
  private static final int BACKLOG = 100_000;
  private static final double SHARE = 0.8;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final double NANOS_PER_SECOND = 1e9;

  @TempDir Path folder;

  @Test
  void shouldDrainABacklogAboutAsFastAsFreshMailIsDelivered() throws Exception {
    try (var outage = new Outage();
        var processes = new Processes(folder)) {
      // Given
      outage.end();
      var node = new Node(processes, "milena", folder, Node.whole(outage.address())).start();
      Outage.send(node, WARM_UP, 1, SIZE);
      outage.awaitDelivered(WARM_UP, PATIENCE);

      // When
      long freshFrom = System.nanoTime();
      Outage.send(node, FRESH, 1, SIZE);
      long freshTo = outage.awaitDelivered(WARM_UP + FRESH, PATIENCE);
      outage.begin();
      Outage.send(node, BACKLOG, 1, SIZE);
      outage.end();
      long drainFrom = outage.awaitDelivered(1, PATIENCE);
      long drainTo = outage.awaitDelivered(BACKLOG, PATIENCE);
      var audit = settled(processes, node);

      // Then
      double fresh = FRESH * NANOS_PER_SECOND / (freshTo - freshFrom);
      double drained = BACKLOG * NANOS_PER_SECOND / (drainTo - drainFrom);
      System.out.printf(
          "fresh %,.0f/s, a backlog of %,d drained at %,.0f/s%n", fresh, BACKLOG, drained);
      assertThat(drained).isGreaterThanOrEqualTo(SHARE * fresh);
      assertThat(audit.exit()).as(audit.json()).isZero();
      assertThat(audit.number("delivered")).isEqualTo(WARM_UP + FRESH + BACKLOG);
      assertThat(outage.deliveries()).isEqualTo(BACKLOG);
    }
  }

  @Test
  void shouldExpireOnTimeWhatTheDestinationStaysAwayFor() throws Exception {
    var expiry = Duration.ofSeconds(40);
    try (var outage = new Outage();
        var processes = new Processes(folder)) {
      // Given
      var flags = new ArrayList<>(Node.whole(outage.address()));
      flags.addAll(List.of("--expiry", expiry.toSeconds() + "s"));
      var node = new Node(processes, "milena", folder, flags).start();

      // When
      Outage.send(node, WARM_UP, 1, SIZE);
      await("all have ended")
          .atMost(expiry.multipliedBy(2))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> ended(node) >= WARM_UP);
      var metrics = Vitals.metrics(node);
      var audit = settled(processes, node);

      // Then
      double longest = Vitals.sum(metrics, "milena_shaper_life_seconds_max");
      double meanLife = Vitals.sum(metrics, "milena_shaper_life_seconds_sum") / WARM_UP;
      System.out.printf("expired after %.2f s, at most %.2f s%n", meanLife, longest);
      assertThat(audit.exit()).as(audit.json()).isZero();
      assertThat(audit.number("expired")).isEqualTo(WARM_UP);
      assertThat(meanLife).isBetween(expiry.toMillis() / 1e3, expiry.toMillis() / 1e3 + 1);
      assertThat(longest).isLessThan(expiry.toMillis() / 1e3 + 2);
    }
  }

  private static double ended(Node node) throws Exception {
    return Vitals.sum(Vitals.metrics(node), "milena_shaper_life_seconds_count");
  }

  private static AuditResult settled(Processes processes, Node node) {
    var where = List.of("--data", node.data().toString());
    return await("nothing waits any more")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> AuditResult.of(processes, where), audit -> audit.waiting() == 0);
  }
}
