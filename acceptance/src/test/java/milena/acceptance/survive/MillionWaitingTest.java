package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL while a million submissions wait for a destination that is away. */
@Tag("long")
@Timeout(1200)
class MillionWaitingTest {

  private static final int RECIPIENTS = 100;
  private static final int MESSAGES = 10_000;
  private static final int WAITING = MESSAGES * RECIPIENTS;
  private static final int SIZE = 1024;
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A twentieth of what waits: the entries of the last moments, and by far not all. */
  private static final long TAIL = WAITING / 20;

  private static final Pattern RESTORED =
      Pattern.compile("state restored stage=(\\S+) .*entries=(\\d+)");

  @TempDir Path folder;

  @Test
  void shouldReleaseSoonAfterAKillAndRestoreNoMoreThanTheTail() throws Exception {
    try (var outage = new Outage();
        var processes = new Processes(folder)) {
      // Given
      var node = new Node(processes, "milena", folder, Node.whole(outage.address())).start();
      Outage.send(node, MESSAGES, RECIPIENTS, SIZE);
      await("all wait")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> held(node) >= WAITING);
      var full = Vitals.of(node);

      // When
      node.process().kill();
      outage.end();
      long from = System.nanoTime();
      node.launch();
      var first = Duration.ofNanos(outage.awaitDelivered(1, PATIENCE) - from);
      var restored =
          RESTORED
              .matcher(node.process().errors())
              .results()
              .collect(
                  Collectors.groupingBy(
                      found -> found.group(1),
                      Collectors.summingLong(found -> Long.parseLong(found.group(2)))));
      outage.awaitDelivered(WAITING / 50, PATIENCE);
      var audit = AuditResult.of(processes, List.of("--data", node.data().toString()));

      // Then
      System.out.printf(
          "%,d waited in a heap of %,.0f MiB; first delivery %.1f s after the start, restored %s%n",
          WAITING, full.heapBytes() / (1 << 20), first.toMillis() / 1e3, restored);
      assertThat(first).isLessThanOrEqualTo(SOON);
      assertThat(restored.values()).allMatch(entries -> entries < TAIL);
      assertThat(audit.exit()).as(audit.json()).isZero();
      assertThat(audit.accepted()).isEqualTo(WAITING);
    }
  }

  private static double held(Node node) throws Exception {
    var metrics = Vitals.metrics(node);
    return Vitals.sum(metrics, "milena_shaper_waiting\\{")
        + Vitals.sum(metrics, "milena_shaper_outstanding");
  }
}
