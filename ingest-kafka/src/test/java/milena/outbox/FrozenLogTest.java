package milena.outbox;

import static milena.outbox.OutboxRig.TEXT;
import static milena.outbox.OutboxRig.mail;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import milena.ingest.log.ContentSlice;
import milena.ingest.log.LogOutcome;
import milena.ingest.log.LogReceipt;
import milena.ingest.log.LogSettings;
import milena.ingest.log.LogUnavailable;
import milena.ingest.log.SubmissionLog;
import milena.ingest.log.Submittal;
import milena.outbox.check.DerivedIds;
import milena.outbox.check.OutboxCheck;
import milena.outbox.check.OutboxRules;
import milena.outbox.read.OutboxMeters;
import milena.outbox.read.OutboxReader;
import milena.outbox.read.Reception;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that does not answer, or refuses, under a reader that is stepped by hand. */
@Tag("long")
class FrozenLogTest {
  private static final int UNDER_WAY = 10;
  private static final int POLLED = 5;

  @TempDir Path folder;

  private final FrozenLog log = new FrozenLog();
  private final AtomicBoolean room = new AtomicBoolean(true);
  private OutboxRig rig;
  private KafkaConsumer<byte[], byte[]> consumer;
  private OutboxReader reader;

  /** Keeps what it was asked, and answers when told to. */
  private static final class FrozenLog implements SubmissionLog {
    private record Asked(Submittal submittal, Consumer<LogOutcome> whenDone) {}

    private final List<Asked> asked = new ArrayList<>();
    private final List<String> appended = new ArrayList<>();

    @Override
    public void append(ContentSlice slice, Consumer<LogOutcome> whenDone) {
      throw new AssertionError("nothing is large here");
    }

    @Override
    public void append(Submittal submittal, Consumer<LogOutcome> whenDone) {
      asked.add(new Asked(submittal, whenDone));
    }

    void answer(boolean well) {
      for (var each : List.copyOf(asked)) {
        asked.remove(each);
        if (well) {
          appended.add(each.submittal().id());
        }
        each.whenDone()
            .accept(well ? new LogReceipt(0, 0) : new LogUnavailable("TimeoutException"));
      }
    }

    void answerAllButTheFirst() {
      var first = asked.removeFirst();
      answer(true);
      asked.addFirst(first);
    }
  }

  @BeforeEach
  void start() throws Exception {
    rig = new OutboxRig(folder);
    var settings = rig.clients("one").groupConsumer(OutboxService.GROUP);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED);
    settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 10_000);
    consumer = new KafkaConsumer<>(settings);
    reader =
        new OutboxReader(
            consumer,
            rig.format,
            new Reception(
                new OutboxCheck(new OutboxRules("mx.test", 1_000_000, 100)),
                new DerivedIds(OutboxRig.SALT),
                () -> Optional.of(OutboxRig.roster()),
                rig.rates,
                room::get,
                Reception.content(log, LogSettings.defaults()),
                (refusal, told) -> told.accept(true),
                InstantSource.system()),
            new OutboxReader.Limits(UNDER_WAY, 1_000_000),
            new OutboxMeters(rig.meters));
    reader.begin();
  }

  @AfterEach
  void stop() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    rig.close();
  }

  private void stepUntil(BooleanSupplier done) {
    long deadline = System.nanoTime() + OutboxRig.PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      reader.step();
    }
  }

  private void stepFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      reader.step();
    }
  }

  private void produce(int count) throws Exception {
    for (int each = 0; each < count; each++) {
      rig.produce("acme", mail(TEXT));
    }
  }

  @Test
  void shouldTakeNoMoreThanItMayAndCommitNothingWhileTheLogIsFrozen() throws Exception {
    // Given
    produce(100);

    // When: for longer than a member may go without polling
    stepUntil(() -> log.asked.size() >= UNDER_WAY);
    stepFor(Duration.ofSeconds(12));

    // Then
    assertThat(log.asked.size()).isLessThan(UNDER_WAY + POLLED);
    assertThat(rig.committed("acme")).isZero();

    // When
    stepUntil(
        () -> {
          log.answer(true);
          return log.appended.size() >= 100;
        });
    stepFor(Duration.ofSeconds(1));

    // Then
    assertThat(log.appended).doesNotHaveDuplicates().hasSize(100);
    assertThat(rig.committed("acme")).isEqualTo(100);
  }

  @Test
  void shouldTryAgainUnderTheSameIdUntilTheLogTakesIt() throws Exception {
    // Given
    produce(20);
    stepUntil(() -> log.asked.size() >= UNDER_WAY);
    var first = log.asked.stream().map(each -> each.submittal().id()).toList();

    // When
    log.answer(false);
    stepUntil(() -> log.asked.size() >= UNDER_WAY);
    var second = log.asked.stream().map(each -> each.submittal().id()).toList();
    stepUntil(
        () -> {
          log.answer(true);
          return log.appended.size() >= 20;
        });

    // Then
    assertThat(second).containsExactlyElementsOf(first);
    assertThat(new HashSet<>(log.appended)).hasSize(20);
  }

  @Test
  void shouldCommitNothingAboveWhatIsUnderWay() throws Exception {
    // Given
    produce(5);
    stepUntil(() -> log.asked.size() == 5);

    // When
    log.answerAllButTheFirst();
    stepFor(Duration.ofSeconds(1));

    // Then: only the other partition, if anything was put there, is through
    assertThat(rig.committed("acme")).isLessThan(5);

    // When
    log.answer(true);
    stepFor(Duration.ofSeconds(1));

    // Then
    assertThat(rig.committed("acme")).isEqualTo(5);
  }

  @Test
  void shouldTakeNothingWhileThereIsNoRoom() throws Exception {
    // Given
    room.set(false);
    produce(5);

    // When
    stepFor(Duration.ofSeconds(2));

    // Then
    assertThat(log.asked).isEmpty();

    // When
    room.set(true);
    stepUntil(() -> log.asked.size() == 5);

    // Then
    assertThat(log.appended).isEmpty();
  }
}
