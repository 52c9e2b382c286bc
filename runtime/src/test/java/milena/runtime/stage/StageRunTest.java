package milena.runtime.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import milena.runtime.observe.Meters;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageRunTest {
  private static final TopicPartition IN = new TopicPartition("in", 0);
  private static final TopicPartition CHANGELOG = new TopicPartition("changelog", 0);
  private static final byte[] NOTHING = {};

  @TempDir Path folder;

  /** Takes this long for each record, and may have something to send at any time. */
  private record Slow(Duration work, boolean releases, List<Long> done) implements StageLogic {
    @Override
    public void restore(PartitionStore store, byte[] key, byte @Nullable [] value) {}

    @Override
    public void assigned(PartitionStore store) {}

    @Override
    public void dropped(int partition) {}

    @Override
    public void record(
        ConsumerRecord<byte[], byte[]> record, PartitionStore store, StageOutput output) {
      for (long until = System.nanoTime() + work.toNanos(); System.nanoTime() < until; ) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      done.add(record.offset());
    }

    @Override
    public void table(
        ConsumerRecord<byte[], byte[]> record,
        PartitionStore store,
        StageOutput output,
        boolean known) {}

    @Override
    public long timePassed(StageOutput output) {
      if (releases) {
        output.send(new ProducerRecord<>("out", NOTHING, NOTHING));
      }
      return 0;
    }

    @Override
    public String note(int partition) {
      return "note";
    }

    @Override
    public void beforeCommit(StageOutput output) {}
  }

  /** A changelog without anything in it. */
  private static final class Nothing implements Restoration.Clients {
    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
      return Map.of();
    }

    @Override
    public Consumer<byte[], byte[]> reader() {
      return new MockConsumer<>("none");
    }
  }

  /** The offsets of the input that each commit had, of as many records in one poll. */
  private List<Long> committed(int records, Duration work, boolean releases) {
    var consumer = new MockConsumer<byte[], byte[]>("earliest");
    var serializer = new ByteArraySerializer();
    var producer = new MockProducer<byte[], byte[]>(true, null, serializer, serializer);
    var settings =
        new StageSettings(
            "test",
            List.of("in"),
            List.of(),
            "changelog",
            folder,
            1,
            Duration.ofHours(1),
            Duration.ofMillis(50));
    var logic = new Slow(work, releases, new ArrayList<>());
    try (var store = new StageStore(folder, 1)) {
      var run =
          new StageRun(
              settings,
              logic,
              store,
              new Restoration(store, logic, settings, InstantSource.system(), new Nothing()),
              new StageRun.Clients(consumer, producer),
              new StageMeters(new Meters(), "test"));
      consumer.updateBeginningOffsets(Map.of(IN, 0L, CHANGELOG, 0L));
      consumer.updateEndOffsets(Map.of(IN, (long) records, CHANGELOG, 0L));
      run.begin();
      consumer.rebalance(List.of(IN));
      for (int offset = 0; offset < records; offset++) {
        consumer.addRecord(new ConsumerRecord<>("in", 0, offset, NOTHING, NOTHING));
      }
      run.step();
    }
    assertThat(logic.done()).hasSize(records).isSorted();
    return producer.consumerGroupOffsetsHistory().stream()
        .flatMap(groups -> groups.values().stream())
        .map(offsets -> Objects.requireNonNull(offsets.get(IN)).offset())
        .toList();
  }

  @Test
  void shouldCommitInPartsWhatTakesLongerThanATransactionMay() {
    // When
    var offsets = committed(4, Duration.ofMillis(300), false);

    // Then: never further than what was worked on
    assertThat(offsets).containsExactly(2L, 4L);
  }

  @Test
  void shouldCommitAtOnceWhatIsDoneSoon() {
    assertThat(committed(40, Duration.ZERO, false)).containsExactly(40L);
  }

  /** Else one that stood still while its partitions moved would release what others release. */
  @Test
  void shouldShowWhoItIsInATransactionThatTookNothingUp() {
    assertThat(committed(0, Duration.ZERO, true)).containsExactly(0L);
  }
}
