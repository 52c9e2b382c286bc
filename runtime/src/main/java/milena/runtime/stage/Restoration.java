package milena.runtime.stage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the store up to date with the changelog: from the position that the store notes, so that
 * after a kill only the tail is read; from the beginning where the store knows nothing, or was away
 * for so long that the tail no longer says everything.
 *
 * <p>It reads in short turns, one partition after the other: what is restored can start while the
 * others still wait, and what was running before goes on meanwhile.
 */
final class Restoration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Restoration.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final long TURN = Duration.ofMillis(50).toNanos();

  private final StageStore store;
  private final StageLogic logic;
  private final StageSettings settings;
  private final InstantSource clock;
  private final Supplier<Consumer<byte[], byte[]>> readers;

  /** By partition, so that the same one is gone on with in each turn. */
  private final TreeMap<Integer, Unread> unread = new TreeMap<>();

  private @Nullable Reading reading;

  /** What is missing of a partition's state. */
  private record Unread(TopicPartition changelog, long from, long end) {}

  /** The changelog that is being read. */
  private static final class Reading {
    final Unread what;
    final Consumer<byte[], byte[]> reader;
    final long began = System.nanoTime();
    long entries;

    Reading(Unread what, Consumer<byte[], byte[]> reader) {
      this.what = what;
      this.reader = reader;
    }

    long position() {
      return reader.position(what.changelog());
    }
  }

  /**
   * Prepares it.
   *
   * @param clock the time of day, which a store's age is told by
   * @param readers make a consumer without a group, which reads only what was committed
   */
  Restoration(
      StageStore store,
      StageLogic logic,
      StageSettings settings,
      InstantSource clock,
      Supplier<Consumer<byte[], byte[]>> readers) {
    this.store = store;
    this.logic = logic;
    this.settings = settings;
    this.clock = clock;
    this.readers = readers;
  }

  /**
   * Takes up partitions. The group's committed offsets must have been asked for before, so that no
   * transaction of a predecessor is still pending.
   *
   * @return those whose store is up to date; the others come from {@link #step}
   */
  Set<Integer> begin(Collection<Integer> partitions, Consumer<?, ?> asker) {
    var ends = asker.endOffsets(topicsOf(partitions));
    var starts = asker.beginningOffsets(changelogsOf(partitions));
    var level = new HashSet<Integer>();
    for (int partition : partitions) {
      var changelog = new TopicPartition(settings.changelog(), partition);
      discardWhatIsNotTrue(partition, ends);
      store.present(partition, clock.millis());
      long start = starts.getOrDefault(changelog, 0L);
      long end = ends.getOrDefault(changelog, 0L);
      long from = store.position(changelog).orElse(start);
      if (from < end) {
        unread.put(partition, new Unread(changelog, from, end));
      } else {
        level.add(partition);
      }
    }
    return level;
  }

  private void discardWhatIsNotTrue(int partition, Map<TopicPartition, Long> ends) {
    boolean behind = false;
    for (var topic : topicsOf(List.of(partition))) {
      long end = ends.getOrDefault(topic, 0L);
      long noted = store.position(topic).orElse(end);
      if (noted > end && topic.topic().equals(settings.changelog())) {
        log.warn("store is ahead of its changelog, building it again partition={}", topic);
        store.discard(partition);
        return;
      }
      behind |= noted < end;
    }
    long away = Math.abs(clock.millis() - store.presentAt(partition));
    if (behind && away > settings.longestAway().toMillis()) {
      log.info(
          "store was away for long, building it again stage={} partition={}",
          settings.name(),
          partition);
      store.discard(partition);
    }
  }

  /** All that is kept of a topic whose keys can be taken away again. */
  private List<TopicPartition> topicsOf(Collection<Integer> partitions) {
    var topics = changelogsOf(partitions);
    for (var table : settings.tables()) {
      partitions.forEach(partition -> topics.add(new TopicPartition(table, partition)));
    }
    return topics;
  }

  private List<TopicPartition> changelogsOf(Collection<Integer> partitions) {
    var changelogs = new ArrayList<TopicPartition>();
    partitions.forEach(
        partition -> changelogs.add(new TopicPartition(settings.changelog(), partition)));
    return changelogs;
  }

  /** Whether nothing is left to restore. */
  boolean isIdle() {
    return unread.isEmpty();
  }

  /** How many partitions it has not restored yet. */
  int left() {
    return unread.size();
  }

  /**
   * Reads on for a short time. Not while a transaction is open: what is restored is committed.
   *
   * @return the partitions whose store is now up to date
   */
  Set<Integer> step() {
    var done = new HashSet<Integer>();
    for (long until = System.nanoTime() + TURN; !isIdle() && System.nanoTime() < until; ) {
      var now = reading == null ? open(unread.firstEntry().getValue()) : reading;
      reading = now;
      read(now);
      if (now.position() >= now.what.end()) {
        log.info(
            "state restored stage={} partition={} entries={} millis={}",
            settings.name(),
            now.what.changelog().partition(),
            now.entries,
            (System.nanoTime() - now.began) / 1_000_000);
        drop(now.what.changelog().partition());
        done.add(now.what.changelog().partition());
      }
    }
    return done;
  }

  private Reading open(Unread what) {
    var reader = readers.get();
    reader.assign(List.of(what.changelog()));
    reader.seek(what.changelog(), what.from());
    return new Reading(what, reader);
  }

  private void read(Reading now) {
    var state = new PartitionStore(store, now.what.changelog().partition());
    for (var record : now.reader.poll(POLL)) {
      logic.restore(state, record.key(), record.value());
      now.entries++;
    }
    store.commit(Map.of(now.what.changelog(), now.position()));
  }

  /** Notes that partitions are still here: from now on counts how long their store was away. */
  void present(Collection<Integer> partitions) {
    partitions.forEach(partition -> store.present(partition, clock.millis()));
  }

  /** Leaves a partition as it is; a later {@link #begin} goes on from there. */
  void drop(int partition) {
    unread.remove(partition);
    if (reading != null && reading.what.changelog().partition() == partition) {
      close();
    }
  }

  @Override
  public void close() {
    var now = reading;
    reading = null;
    if (now != null) {
      now.reader.close();
    }
  }
}
