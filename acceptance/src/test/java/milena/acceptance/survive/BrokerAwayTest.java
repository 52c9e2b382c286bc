package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log goes away under load and comes back; the mail system lives on. */
@Tag("long")
@Timeout(300)
class BrokerAwayTest {

  private static final int SIZE = 4 * 1024;
  private static final int CONNECTIONS = 8;
  private static final int PROBES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration MINUTE = Duration.ofSeconds(60);

  /** Threads that come and go: of pools that had not been asked for all of theirs before. */
  private static final int FEW_THREADS = 12;

  private static final long LITTLE_HEAP = 32L << 20;

  /** Ingest waits 15 s for the log; the rest is for a loaded machine. */
  private static final Duration BOUND = Duration.ofSeconds(25);

  @TempDir Path folder;

  @Test
  void shouldRefuseForNowWhileTheBrokerIsDeadAndGoOnByItself() throws Exception {
    outlive(Duration.ZERO, broker -> broker.process().kill(), Broker::start);
  }

  @Test
  void shouldGrowByNothingWhileTheBrokerIsDeadForAMinute() throws Exception {
    outlive(MINUTE, broker -> broker.process().kill(), Broker::start);
  }

  @Test
  void shouldRefuseForNowWhileTheBrokerStandsStillAndGoOnByItself() throws Exception {
    outlive(MINUTE, broker -> broker.process().freeze(), broker -> broker.process().thaw());
  }

  private interface Change {
    void of(Broker broker);
  }

  private void outlive(Duration atLeast, Change away, Change back) throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var broker = new Broker(processes, folder).start();
      var flags =
          Stream.concat(
                  broker.log().stream(),
                  Stream.of(
                      "--registry", Node.text(broker.registry()),
                      "--smarthost", Node.text(destination.address())))
              .toList();
      var node = new Node(processes, "up", folder, flags).start();
      var wire = new Wire(destination);

      // When
      try (var traffic = new Traffic(folder, node.smtp())) {
        traffic.begin(SIZE, LoadPace.of(1_200, CONNECTIONS).withPerSecond(60));
        await().atMost(PATIENCE).until(() -> traffic.acknowledged() > 150);
        var before = Vitals.of(node);
        wire.during(() -> away.of(broker));
        var refused = probes(node, atLeast);
        wire.during(() -> back.of(broker));
        await()
            .atMost(PATIENCE)
            .until(() -> Probe.send(node.smtp(), "back@probe.test").reply().startsWith("250"));
        var reports = traffic.end();
        var audit =
            Settling.of(
                processes, broker.where(broker.registry()), () -> Ledger.of(traffic, destination));

        var after = Vitals.of(node);

        // Then
        var ledger = Ledger.of(traffic, destination);
        reports.forEach(report -> System.out.println(report.toText()));
        System.out.printf(
            "%d acknowledged, %d came without, %d twice of at most %d%n",
            ledger.acknowledged().size(),
            ledger.unacknowledged(),
            ledger.duplicates(),
            wire.allowance());
        System.out.println("before " + before + ", after " + after);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + FEW_THREADS);
        assertThat(after.heapBytes()).isLessThanOrEqualTo(before.heapBytes() + LITTLE_HEAP);
        assertThat(refused)
            .allSatisfy(
                probe -> {
                  assertThat(probe.reply()).startsWith("451 4.3.0");
                  assertThat(probe.took()).isLessThan(BOUND);
                });
        assertThat(reports).allMatch(report -> refusals(report).equals("[451 4.3.0]"));
        assertThat(audit.exit()).as(audit.json()).isZero();
        assertThat(audit.waiting()).as(audit.json()).isZero();
        assertThat(ledger.missing()).isEmpty();
        assertThat(node.process().isAlive()).isTrue();
        assertThat((long) ledger.duplicates()).isLessThanOrEqualTo(wire.allowance());
        // What was refused and came all the same had been written when the reply was lost.
        assertThat(ledger.unacknowledged() - 1).isBetween(0L, (long) CONNECTIONS + refused.size());
        assertThat(node.process().terminate()).isZero();
      }
    }
  }

  /** Rounds of probes, for as long as told; each waits until it is answered. */
  private static List<Probe> probes(Node node, Duration atLeast) {
    long began = System.nanoTime();
    var all = new ArrayList<>(probes(node));
    while (System.nanoTime() - began < atLeast.toNanos()) {
      all.addAll(probes(node));
    }
    return all;
  }

  private static List<Probe> probes(Node node) {
    var sent =
        IntStream.range(0, PROBES)
            .mapToObj(
                number ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return Probe.send(node.smtp(), number + "@probe.test");
                          } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                          }
                        },
                        task -> Thread.ofPlatform().daemon().start(task)))
            .toList();
    return sent.stream().map(CompletableFuture::join).toList();
  }

  private static String refusals(LoadReport report) {
    return report.messages().refusals().keySet().toString();
  }
}
