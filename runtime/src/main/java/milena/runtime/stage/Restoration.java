package milena.runtime.stage;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the store up to date with the changelog: from the position that the store notes, so that
 * after a kill only the tail is read; from the beginning where the store knows nothing.
 */
final class Restoration {
  private static final Logger log = LoggerFactory.getLogger(Restoration.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final StageStore store;
  private final StageLogic logic;
  private final StageSettings settings;
  private final Map<String, Object> readerSettings;

  Restoration(
      StageStore store,
      StageLogic logic,
      StageSettings settings,
      Map<String, Object> readerSettings) {
    this.store = store;
    this.logic = logic;
    this.settings = settings;
    this.readerSettings = readerSettings;
  }

  /**
   * Restores partitions. The group's committed offsets must have been asked for before, so that no
   * transaction of a predecessor is still pending.
   */
  void restore(Collection<Integer> partitions, Consumer<?, ?> asker) {
    var changelogs =
        partitions.stream()
            .map(partition -> new TopicPartition(settings.changelog(), partition))
            .toList();
    var ends = asker.endOffsets(changelogs);
    var starts = asker.beginningOffsets(changelogs);
    var behind = new HashMap<TopicPartition, Long>();
    for (var changelog : changelogs) {
      long end = ends.getOrDefault(changelog, 0L);
      long noted = store.position(changelog).orElse(-1);
      if (noted > end) {
        // The log lost its tail: what the store has may never have happened.
        log.warn("store is ahead of its changelog, building it again partition={}", changelog);
        store.discard(changelog.partition());
        noted = -1;
      }
      long from = noted >= 0 ? noted : starts.getOrDefault(changelog, 0L);
      if (from < end) {
        behind.put(changelog, from);
      }
    }
    if (!behind.isEmpty()) {
      read(behind, ends);
    }
  }

  private void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    long began = System.nanoTime();
    long entries = 0;
    try (var reader = new KafkaConsumer<byte[], byte[]>(readerSettings)) {
      reader.assign(from.keySet());
      from.forEach(reader::seek);
      var left = from.keySet().stream().collect(Collectors.toSet());
      while (!left.isEmpty()) {
        var records = reader.poll(POLL);
        for (var partition : records.partitions()) {
          var state = new PartitionStore(store, partition.partition());
          for (var record : records.records(partition)) {
            logic.restore(state, record.key(), record.value());
            entries++;
          }
        }
        var positions = left.stream().collect(Collectors.toMap(p -> p, p -> reader.position(p)));
        store.commit(positions);
        left.removeIf(p -> positions.getOrDefault(p, 0L) >= ends.getOrDefault(p, 0L));
        reader.pause(
            reader.assignment().stream()
                .filter(p -> !left.contains(p))
                .collect(Collectors.toSet()));
      }
    }
    log.info(
        "state restored stage={} partitions={} entries={} millis={}",
        settings.name(),
        List.copyOf(from.keySet()),
        entries,
        (System.nanoTime() - began) / 1_000_000);
  }
}
