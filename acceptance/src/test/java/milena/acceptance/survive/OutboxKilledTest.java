package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.Topics;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of everything while a program produces to its outbox: one mail for each record. */
@Tag("long")
@Timeout(300)
class OutboxKilledTest {
  private static final int MAILS = 3_000;
  private static final int KILLS = 3;
  private static final int LARGE_EVERY = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final AtomicInteger produced = new AtomicInteger();

  @Test
  void shouldMakeOneSubmissionOfEachRecordWhenKilled() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var broker = Node.text(Processes.freeAddress());
    var registry = Node.text(Processes.freeAddress());
    var clients = new ClientSettings(Map.of("bootstrap.servers", broker), "program");
    try (var destination = new Destination(folder);
        var processes = new Processes(folder);
        var program = Executors.newSingleThreadExecutor()) {
      // Given
      var flags =
          List.of(
              "--smarthost",
              Node.text(destination.address()),
              "--broker",
              broker,
              "--registry",
              registry,
              "--disk-reserve",
              "0");
      var node = new Node(processes, "up", folder, flags).start();
      var wire = new Wire(destination);

      // When
      var producing = program.submit(() -> produce(broker, registry));
      for (int kill = 0; kill < KILLS; kill++) {
        int moment = (int) ((kill + random.nextDouble()) * MAILS * 0.9 / KILLS);
        await().atMost(PATIENCE).until(() -> produced.get() >= moment);
        Moments.awaitDelivering(destination, node);
        wire.kill(node.process());
        node.start();
      }
      producing.get();
      var where = List.of("--data", node.data().toString());
      await().atMost(PATIENCE).until(() -> delivered(destination).size() == MAILS);
      var audit =
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofSeconds(1))
              .until(() -> AuditResult.of(processes, where), one -> one.waiting() == 0);

      // Then
      int twice = delivered(destination).values().stream().mapToInt(count -> count - 1).sum();
      System.out.printf(
          "%d kills: %d records, %d submissions, %d twice of at most %d%n",
          KILLS, MAILS, submissions(clients), twice, wire.allowance());
      assertThat(audit.exit()).as(audit.json()).isZero();
      assertThat(audit.accepted()).isEqualTo(MAILS);
      assertThat(audit.number("delivered")).isEqualTo(MAILS);
      assertThat((long) twice).isLessThanOrEqualTo(wire.allowance());
      assertThat(node.process().terminate()).isZero();
    }
  }

  private Void produce(String broker, String registry) throws Exception {
    try (var program = new OutboxProgram(broker, registry)) {
      for (int mail = 0; mail < MAILS; mail++) {
        var lines = mail % LARGE_EVERY == 0 ? 10_000 : 1;
        var text = "Subject: " + mail + "\r\n\r\n" + "a line of the message\r\n".repeat(lines);
        program.write("n" + mail + "@accept.test", text);
        produced.incrementAndGet();
      }
    }
    return null;
  }

  /** How often the sink took the mail of each recipient. */
  private static Map<String, Integer> delivered(Destination destination) throws Exception {
    var text = Files.readString(destination.log());
    var times = new HashMap<String, Integer>();
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .forEach(line -> times.merge(line.split("\t", -1)[1], 1, Integer::sum));
    return times;
  }

  /** With those that were dropped as repeats. */
  private static long submissions(ClientSettings clients) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("test"))) {
      var partition = new TopicPartition(Topics.SUBMISSIONS, 0);
      return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
  }
}
