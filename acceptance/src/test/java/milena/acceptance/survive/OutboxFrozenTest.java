package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import milena.bench.load.Load;
import milena.bench.load.LoadContent;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadReport;
import milena.bench.measure.LatencySummary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGSTOP of one of two processes that read the outboxes, while a program writes to its own and
 * others send over the SMTP door of the other process.
 */
@Tag("long")
@Timeout(600)
class OutboxFrozenTest {

  private static final int PARTITIONS = 4;
  private static final int PER_SECOND = 40;
  private static final int BEFORE_SECONDS = 15;
  private static final int FROZEN_SECONDS = 60;
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  @TempDir Path folder;

  private final AtomicInteger produced = new AtomicInteger();
  private volatile boolean enough;

  /** What senders over SMTP saw. */
  private record Seen(LoadReport report, LatencySummary delivered) {}

  @Test
  void shouldNotDelayOtherDoorsWhileOneWhoReadsOutboxesStandsStill() throws Exception {
    try (var destination = new Destination(folder);
        var processes = new Processes(folder)) {
      // Given
      var broker = new Broker(processes, folder).start();
      var mail = List.of("--smarthost", Node.text(destination.address()));
      node(processes, broker, "router,worker,bounce,registry", mail).start();
      var other = node(processes, broker, "ingest", List.of()).start();
      var frozen = node(processes, broker, "ingest", List.of()).start();
      var writing = Thread.ofPlatform().daemon().start(() -> produce(broker));
      await("both read outboxes")
          .atMost(PATIENCE)
          .until(() -> taken(other) > 100 && taken(frozen) > 100);

      // When
      var before = send(other, destination, BEFORE_SECONDS);
      frozen.process().freeze();
      var during = send(other, destination, FROZEN_SECONDS);
      int waiting = produced.get() - delivered(destination).size();
      frozen.process().thaw();
      double takenBefore = taken(frozen);
      await("it reads again").atMost(PATIENCE).until(() -> taken(frozen) > takenBefore + 50);
      enough = true;
      writing.join();
      await("all of the outbox is there")
          .atMost(PATIENCE)
          .until(() -> delivered(destination).size() == produced.get());
      var audit =
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofSeconds(1))
              .until(
                  () -> AuditResult.of(processes, broker.where(broker.registry())),
                  one -> one.waiting() == 0);

      // Then
      tell("before", before);
      tell("while it stands still", during);
      System.out.printf(
          "%d records, %d not delivered when it went on; all are now%n", produced.get(), waiting);
      assertThat(before.report().exitCode()).isZero();
      assertThat(during.report().exitCode()).isZero();
      assertThat(during.report().acceptLatency().max())
          .isLessThan(before.report().acceptLatency().max() + DELAY_NANOS);
      assertThat(during.report().totalLatency().max())
          .isLessThan(before.report().totalLatency().max() + DELAY_NANOS);
      assertThat(during.delivered().max()).isLessThan(before.delivered().max() + DELAY_NANOS);
      assertThat(delivered(destination).values()).containsOnly(1);
      assertThat(audit.exit()).as(audit.json()).isZero();
      assertThat(audit.accepted())
          .isEqualTo(produced.get() + (BEFORE_SECONDS + FROZEN_SECONDS) * PER_SECOND);
      assertThat(frozen.process().isAlive()).isTrue();
    }
  }

  private Node node(Processes processes, Broker broker, String roles, List<String> more) {
    var registry =
        roles.endsWith("registry")
            ? Stream.of("--registry", Node.text(broker.registry()))
            : Stream.of("--registry-url", "http://" + Node.text(broker.registry()));
    var flags =
        Stream.of(
                broker.log().stream(),
                Stream.of("--roles", roles, "--partitions", Integer.toString(PARTITIONS)),
                registry,
                more.stream())
            .flatMap(part -> part)
            .toList();
    var name = roles.substring(0, roles.indexOf(',') < 0 ? roles.length() : roles.indexOf(','));
    return new Node(processes, name + "-" + System.nanoTime(), folder, flags);
  }

  /** Writes to every partition in turn, so that each reader has its part. */
  private void produce(Broker broker) {
    try (var program = new OutboxProgram(broker.address(), Node.text(broker.registry()))) {
      while (!enough) {
        int number = produced.get();
        program.write(
            number % PARTITIONS,
            recipient(number),
            "From: a@example.org\r\nSubject: hello\r\n\r\nhello\r\n");
        produced.incrementAndGet();
        Thread.sleep(BETWEEN);
      }
    } catch (ExecutionException failed) {
      throw new AssertionError("the program could not write", failed);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static String recipient(int number) {
    return "n" + number + "@outbox.test";
  }

  /** How many records of outboxes a process has taken. */
  private static double taken(Node node) throws IOException, InterruptedException {
    return Vitals.sum(Vitals.metrics(node), "milena_outbox_records_total");
  }

  /** Sends over SMTP for some time, and waits for what was sent. */
  private static Seen send(Node node, Destination destination, int seconds)
      throws IOException, InterruptedException {
    destination.forget();
    int messages = seconds * PER_SECOND;
    var plan =
        LoadPlan.to(node.smtp())
            .withPace(LoadPace.of(messages, 4).withPerSecond(PER_SECOND))
            .withContent(new LoadContent(2048, 1));
    var report = new Load(plan, InstantSource.system()).run(_ -> {});
    await().atMost(PATIENCE).until(() -> destination.latency().count() >= messages);
    return new Seen(report, destination.latency());
  }

  private static void tell(String when, Seen seen) {
    System.out.printf("%s: final dot to 250: %s%n", when, seen.report().acceptLatency().toText());
    System.out.printf("%s: to the next server: %s%n", when, seen.delivered().toText());
  }

  /** How often the sink took the mail of each recipient of the outbox. */
  private static Map<String, Integer> delivered(Destination destination) throws IOException {
    var text = Files.readString(destination.log());
    var times = new HashMap<String, Integer>();
    text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .map(line -> line.split("\t", -1)[1])
        .filter(recipient -> recipient.endsWith("@outbox.test"))
        .forEach(recipient -> times.merge(recipient, 1, Integer::sum));
    return times;
  }
}
