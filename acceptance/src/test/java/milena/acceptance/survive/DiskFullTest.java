package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import milena.bench.load.LoadPace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Others fill the disk of the data folder while mail is under way. */
@Tag("long")
@Timeout(300)
class DiskFullTest {

  private static final int DISK_MB = 512;
  private static final int SMALL = 4 * 1024;
  private static final int LARGE = 300 * 1000;
  private static final long RESERVE = 128L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void shouldRefuseBelowTheReserveDeliverAllTheSameAndAcceptAgain() throws Exception {
    try (var disk = SmallDisk.mount(folder, DISK_MB);
        var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var nowhere = Processes.freeAddress();
      var node = node(processes, disk, Node.whole(nowhere), "128MiB").start();
      try (var traffic = new Traffic(folder, node.smtp())) {
        traffic.begin(SMALL, LoadPace.of(500, 4));
        traffic.end();

        // When
        disk.fillTo(RESERVE / 2);
        awaitReply(node, "452 4.3.1");
        var waiting = traffic.acknowledged();
        assertThat(node.process().terminate()).isZero();
        node = node(processes, disk, Node.whole(destination.address()), "128MiB").start();
        var refused = Probe.send(node.smtp(), "refused@probe.test");
        var audit = Settling.of(processes, node, () -> Ledger.of(traffic, destination));
        var stillRefused = Probe.send(node.smtp(), "still-refused@probe.test");
        disk.relieve();
        awaitReply(node, "250");

        // Then
        assertThat(waiting).isEqualTo(500);
        assertThat(refused.reply()).startsWith("452 4.3.1");
        assertThat(stillRefused.reply()).startsWith("452 4.3.1");
        assertThat(node.process().errors()).contains("mail is refused", "128MiB are to stay free");
        assertThat(audit.exit()).as(audit.json()).isZero();
        assertThat(audit.waiting()).as(audit.json()).isZero();
        assertThat(Ledger.of(traffic, destination).missing()).isEmpty();
        assertThat(node.process().terminate()).isZero();
      }
    }
  }

  @Test
  void shouldEndWithTheReasonOnAFullDiskAndLoseNothing() throws Exception {
    try (var disk = SmallDisk.mount(folder, DISK_MB);
        var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var node = node(processes, disk, Node.whole(destination.address()), "0").start();
      try (var traffic = new Traffic(folder, node.smtp())) {
        traffic
            .begin(SMALL, LoadPace.of(20_000, 8).withPerSecond(300))
            .begin(LARGE, LoadPace.of(1_000, 4).withPerSecond(15));
        await().atMost(PATIENCE).until(() -> traffic.acknowledged() > 500);

        // When
        var full = node.process();
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(100))
            .until(
                () -> {
                  disk.fill();
                  return !full.isAlive();
                });
        traffic.stop();
        traffic.end();
        int exit = full.exit();
        var said = full.errors();
        disk.relieve();
        node.start();
        var audit = Settling.of(processes, node, () -> Ledger.of(traffic, destination));

        // Then
        var ledger = Ledger.of(traffic, destination);
        System.out.printf(
            "exit code %d, %d acknowledged, %d came without, %d twice%n",
            exit, ledger.acknowledged().size(), ledger.unacknowledged(), ledger.duplicates());
        assertThat(exit).isEqualTo(1);
        assertThat(said).containsPattern("(?m)^milena: .*[Nn]o space left");
        assertThat(audit.exit()).as(audit.json()).isZero();
        assertThat(audit.waiting()).as(audit.json()).isZero();
        assertThat(ledger.missing()).isEmpty();
        assertThat(ledger.impossible()).isEmpty();
        awaitReply(node, "250");
        assertThat(node.process().terminate()).isZero();
      }
    }
  }

  private static Node node(
      Processes processes, SmallDisk disk, List<String> flags, String reserve) {
    var others = flags.subList(0, flags.indexOf("--disk-reserve"));
    var all = Stream.concat(others.stream(), Stream.of("--disk-reserve", reserve)).toList();
    return new Node(processes, "up", disk.folder(), all);
  }

  private static void awaitReply(Node node, String beginning) {
    await("a reply of " + beginning)
        .atMost(PATIENCE)
        .until(() -> Probe.send(node.smtp(), "asked@probe.test").reply().startsWith(beginning));
  }
}
