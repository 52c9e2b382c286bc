package milena.runtime.stage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import milena.runtime.observe.Meters;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorationTest implements Restoration.Clients {
  private static final int FORMAT = 1;
  private static final int PARTITIONS = 3;
  private static final Duration LONGEST_AWAY = Duration.ofHours(12);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;
  private StageStore store;
  private StageSettings settings;
  private final Kept logic = new Kept();
  private Instant now = START;

  /**
   * What is in the changelog of each partition, by offset; a null is the marker of a transaction,
   * or has been compacted away.
   */
  private final Map<Integer, List<@Nullable ConsumerRecord<byte[], byte[]>>> changelog =
      new HashMap<>();

  /** Keeps the entries as they are, and notes what it was given. */
  private static final class Kept implements StageLogic {
    private final List<String> restored = new ArrayList<>();
    private final List<Integer> assigned = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    @Override
    public void restore(PartitionStore into, byte[] key, byte @Nullable [] value) {
      restored.add(into.partition() + ":" + new String(key, UTF_8));
      if (value == null) {
        into.delete(key);
      } else {
        into.put(key, value);
      }
    }

    @Override
    public void assigned(PartitionStore state) {
      assigned.add(state.partition());
    }

    @Override
    public void dropped(int partition) {
      assigned.remove((Integer) partition);
    }

    @Override
    public void record(
        ConsumerRecord<byte[], byte[]> record, PartitionStore state, StageOutput output) {
      taken.add(record.partition() + "@" + record.offset());
    }

    @Override
    public void table(
        ConsumerRecord<byte[], byte[]> record,
        PartitionStore state,
        StageOutput output,
        boolean known) {}

    @Override
    public long timePassed(StageOutput output) {
      return 0;
    }

    @Override
    public void beforeCommit(StageOutput output) {}
  }

  @BeforeEach
  void open() {
    settings =
        new StageSettings(
            "test",
            List.of("in"),
            List.of(),
            "changelog",
            folder,
            FORMAT,
            LONGEST_AWAY,
            Duration.ofMillis(2));
    store = new StageStore(folder, FORMAT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Writes an entry, in a transaction of its own. */
  private void log(int partition, String key, @Nullable String value) {
    var records = records(partition);
    records.add(
        new ConsumerRecord<byte[], byte @Nullable []>(
            "changelog",
            partition,
            records.size(),
            key.getBytes(UTF_8),
            value == null ? null : value.getBytes(UTF_8)));
    records.add(null);
  }

  private List<@Nullable ConsumerRecord<byte[], byte[]>> records(int partition) {
    return changelog.computeIfAbsent(partition, each -> new ArrayList<>());
  }

  private static TopicPartition of(int partition) {
    return new TopicPartition("changelog", partition);
  }

  private MockConsumer<byte[], byte[]> asker() {
    var asker = new MockConsumer<byte[], byte[]>("none");
    for (int partition = 0; partition < PARTITIONS; partition++) {
      asker.updateBeginningOffsets(Map.of(of(partition), 0L));
      asker.updateEndOffsets(Map.of(of(partition), end(partition)));
    }
    return asker;
  }

  private long end(int partition) {
    return changelog.getOrDefault(partition, List.of()).size();
  }

  @Override
  public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .collect(Collectors.toMap(each -> each, each -> end(each.partition())));
  }

  /** Gives one record in each poll. */
  @Override
  public Consumer<byte[], byte[]> reader() {
    return new MockConsumer<>("none") {
      @Override
      public synchronized ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        var from = assignment().iterator().next();
        var records = changelog.getOrDefault(from.partition(), List.of());
        for (int at = (int) position(from); at < records.size(); at++) {
          var record = records.get(at);
          seek(from, at + 1);
          if (record != null) {
            return new ConsumerRecords<>(Map.of(from, List.of(record)), Map.of());
          }
        }
        seek(from, end(from.partition()));
        return ConsumerRecords.empty();
      }
    };
  }

  private Restoration restoration() {
    return new Restoration(store, logic, settings, () -> now, this);
  }

  private Set<Integer> restore(Set<Integer> partitions) {
    try (var restoration = restoration()) {
      var done = new HashSet<>(restoration.begin(partitions, asker()));
      while (!restoration.isIdle()) {
        done.addAll(restoration.step());
      }
      return done;
    }
  }

  private @Nullable String value(int partition, String key) {
    var bytes = new PartitionStore(store, partition).get(key.getBytes(UTF_8));
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  @Test
  void shouldReadTheWholeChangelogIntoAnEmptyStore() {
    // Given
    log(0, "a", "1");
    log(0, "b", "2");
    log(0, "a", null);
    log(1, "c", "3");

    // When
    var done = restore(Set.of(0, 1, 2));

    // Then
    assertThat(done).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(value(0, "a")).isNull();
    assertThat(value(0, "b")).isEqualTo("2");
    assertThat(value(1, "c")).isEqualTo("3");
  }

  @Test
  void shouldReadTheTailAloneIntoAStoreThatWasHereLately() {
    // Given
    log(0, "a", "1");
    restore(Set.of(0));
    logic.restored.clear();
    log(0, "b", "2");
    log(0, "c", "3");
    now = now.plus(LONGEST_AWAY);

    // When
    restore(Set.of(0));

    // Then
    assertThat(logic.restored).containsExactly("0:b", "0:c");
    assertThat(value(0, "a")).isEqualTo("1");
  }

  /** Else a message that ended while the store was elsewhere would be sent once more. */
  @Test
  void shouldForgetWhatAStoreKnewThatMissedTheEnd() {
    // Given: a key that was taken away by a record which nobody keeps any more
    log(0, "a", "1");
    log(0, "b", "2");
    restore(Set.of(0));
    log(0, "a", null);
    log(0, "c", "3");
    records(0).set(0, null);
    records(0).set(4, null);
    now = now.plus(LONGEST_AWAY).plusMillis(1);

    // When
    restore(Set.of(0));

    // Then
    assertThat(value(0, "a")).isNull();
    assertThat(value(0, "b")).isEqualTo("2");
    assertThat(value(0, "c")).isEqualTo("3");
  }

  @Test
  void shouldKeepAnOldStoreThatMissedNothing() {
    // Given
    log(0, "a", "1");
    restore(Set.of(0));
    logic.restored.clear();
    now = now.plus(LONGEST_AWAY.multipliedBy(10));

    // When
    var done = restore(Set.of(0));

    // Then
    assertThat(done).containsExactly(0);
    assertThat(logic.restored).isEmpty();
  }

  @Test
  void shouldCountFromWhenAPartitionWasLastHere() {
    // Given
    log(0, "a", "1");
    restore(Set.of(0));
    logic.restored.clear();
    now = now.plus(LONGEST_AWAY.multipliedBy(10));
    var running = restoration();
    running.begin(Set.of(0), asker());
    running.present(Set.of(0));
    log(0, "b", "2");
    log(0, "c", "3");
    now = now.plus(LONGEST_AWAY);

    // When
    restore(Set.of(0));

    // Then
    assertThat(logic.restored).containsExactly("0:b", "0:c");
  }

  /** Who stood still for days hears only later that somebody else has its partitions. */
  @Test
  void shouldNotTakeATimeForPresentInWhichItStoodStill() {
    // Given
    log(0, "a", "1");
    var frozen = restoration();
    frozen.begin(Set.of(0), asker());
    frozen.step();
    frozen.present(Set.of(0));
    now = now.plus(LONGEST_AWAY.multipliedBy(10));
    frozen.present(Set.of(0));
    log(0, "b", "2");
    log(0, "c", "3");
    logic.restored.clear();

    // When
    restore(Set.of(0));

    // Then
    assertThat(logic.restored).containsExactly("0:a", "0:b", "0:c");
  }

  @Test
  void shouldNotMakeAStoreYoungerBeforeItsTailIsRead() {
    // Given
    log(0, "a", "1");
    restore(Set.of(0));
    log(0, "b", "2");
    log(0, "c", "3");
    now = now.plus(LONGEST_AWAY);
    var unlucky = restoration();
    unlucky.begin(Set.of(0), asker());
    unlucky.drop(0);
    now = now.plus(LONGEST_AWAY);
    logic.restored.clear();

    // When
    restore(Set.of(0));

    // Then
    assertThat(logic.restored).containsExactly("0:a", "0:b", "0:c");
  }

  @Test
  void shouldHaveNothingToReadBehindTheMarkerOfItsOwnCommit() {
    // Given: as a stage notes it, which knows of its records alone
    log(0, "a", "1");
    store.commit(Map.of(of(0), 1L));

    // When
    var level = restoration().begin(Set.of(0), asker());

    // Then
    assertThat(level).containsExactly(0);
  }

  @Test
  void shouldBuildAgainWhatIsAheadOfItsChangelog() {
    // Given
    log(0, "a", "1");
    log(0, "b", "2");
    restore(Set.of(0));
    records(0).subList(2, 4).clear();

    // When
    restore(Set.of(0));

    // Then
    assertThat(value(0, "a")).isEqualTo("1");
    assertThat(value(0, "b")).isNull();
  }

  @Test
  void shouldBuildAgainWhatAnotherVersionWrote() {
    // Given
    log(0, "a", "1");
    restore(Set.of(0));
    new PartitionStore(store, 0).put("b".getBytes(UTF_8), new byte[] {1});
    store.commit(Map.of());
    store.close();
    store = new StageStore(folder, FORMAT + 1);
    logic.restored.clear();

    // When
    restore(Set.of(0));

    // Then
    assertThat(logic.restored).containsExactly("0:a");
    assertThat(value(0, "b")).isNull();
  }

  @Test
  void shouldGoOnWhereItWasWhenAPartitionComesBack() {
    // Given
    int entries = 100_000;
    for (int i = 0; i < entries; i++) {
      log(0, "k" + i, "v");
    }
    var first = restoration();
    first.begin(Set.of(0), asker());
    assertThat(first.step()).isEmpty();
    first.drop(0);
    assertThat(first.isIdle()).isTrue();

    // When
    restore(Set.of(0));

    // Then
    assertThat(logic.restored).hasSize(entries).doesNotHaveDuplicates();
  }

  @Test
  void shouldStartWhatIsRestoredWhileOthersAreStillRead() {
    // Given
    for (int i = 0; i < 200_000; i++) {
      log(0, "k" + i, "v");
    }
    log(1, "a", "1");
    var serializer = new ByteArraySerializer();
    var consumer = asker();
    var inputs = Map.of(new TopicPartition("in", 0), 0L, new TopicPartition("in", 1), 0L);
    consumer.updateBeginningOffsets(inputs);
    consumer.updateEndOffsets(inputs);
    var run =
        new StageRun(
            settings,
            logic,
            store,
            restoration(),
            new StageRun.Clients(consumer, new MockProducer<>(true, null, serializer, serializer)),
            new StageMeters(new Meters(), "test"));
    run.begin();
    consumer.rebalance(inputs.keySet());
    inputs.keySet().forEach(in -> consumer.seek(in, 0));
    consumer.addRecord(new ConsumerRecord<>("in", 0, 0, new byte[0], new byte[0]));
    consumer.addRecord(new ConsumerRecord<>("in", 1, 0, new byte[0], new byte[0]));

    // When
    while (logic.taken.isEmpty()) {
      run.step();
    }

    // Then
    assertThat(logic.assigned).containsExactly(1);
    assertThat(logic.taken).containsExactly("1@0");
    assertThat(run.ready()).isFalse();

    // When
    while (logic.taken.size() < 2) {
      run.step();
    }

    // Then
    assertThat(run.ready()).isTrue();
    assertThat(value(0, "k199999")).isEqualTo("v");
  }
}
