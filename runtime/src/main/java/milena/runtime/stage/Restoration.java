package milena.runtime.stage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
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
 * <p>It reads in short turns, one partition after the other, that with the least to read first:
 * what is restored can start while the others still wait, and what was running before goes on
 * meanwhile.
 */
final class Restoration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Restoration.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final long TURN = Duration.ofMillis(50).toNanos();

  /**
   * The marker at the end of a transaction takes an offset, which no store notes. A transaction
   * that was missed takes two at least.
   */
  private static final long MARKER = 1;

  private final StageStore store;
  private final StageLogic logic;
  private final StageSettings settings;
  private final InstantSource clock;
  private final Clients clients;

  private final PriorityQueue<Unread> unread =
      new PriorityQueue<>(Comparator.comparingLong(Unread::length));

  private @Nullable Consumer<byte[], byte[]> reader;
  private @Nullable Reading reading;

  /** When it was last known that partitions were here, ms. */
  private long presentAt;

  /** What it asks and reads with; both make a consumer without a group. */
  interface Clients {
    /** The ends of partitions, be the transactions there ended or not. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions);

    /** A consumer that reads only what was committed. */
    Consumer<byte[], byte[]> reader();
  }

  /** What is missing of a partition's state. */
  private record Unread(TopicPartition changelog, long from, long end) {
    long length() {
      return end - from;
    }
  }

  /** The changelog that is being read. */
  private static final class Reading {
    final Unread what;
    final long began = System.nanoTime();
    long entries;

    Reading(Unread what) {
      this.what = what;
    }
  }

  /**
   * Prepares it.
   *
   * @param clock the time of day as the machine has it, which a store's age is told by: not one
   *     that stands still while the machine is suspended
   */
  Restoration(
      StageStore store,
      StageLogic logic,
      StageSettings settings,
      InstantSource clock,
      Clients clients) {
    this.store = store;
    this.logic = logic;
    this.settings = settings;
    this.clock = clock;
    this.clients = clients;
    this.presentAt = clock.millis();
  }

  /**
   * Takes up partitions.
   *
   * @return those whose store is up to date; the others come from {@link #step}
   */
  Set<Integer> begin(Collection<Integer> partitions, Consumer<?, ?> asker) {
    var ends = clients.ends(topicsOf(partitions));
    var starts = asker.beginningOffsets(changelogsOf(partitions));
    var level = new HashSet<Integer>();
    presentAt = clock.millis();
    for (int partition : partitions) {
      var changelog = new TopicPartition(settings.changelog(), partition);
      discardWhatIsNotTrue(partition, ends);
      long end = ends.getOrDefault(changelog, 0L);
      var noted = store.position(changelog);
      long from = noted.orElse(starts.getOrDefault(changelog, 0L));
      boolean isLevel = end - from <= (noted.isPresent() ? MARKER : 0);
      if (isLevel || noted.isEmpty()) {
        // Only now: a store that is dropped before its tail was read is as old as it was.
        store.present(partition, presentAt);
      }
      if (isLevel) {
        level.add(partition);
      } else {
        unread.add(new Unread(changelog, from, end));
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
      behind |= end - noted > MARKER;
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
    return left() == 0;
  }

  /** How many partitions it has not restored yet. */
  int left() {
    return unread.size() + (reading == null ? 0 : 1);
  }

  /**
   * Reads on for a short time. Not while a transaction is open: what is restored is committed.
   *
   * @return the partitions whose store is now up to date
   */
  Set<Integer> step() {
    var done = new HashSet<Integer>();
    for (long until = System.nanoTime() + TURN; !isIdle() && System.nanoTime() < until; ) {
      var from = open();
      var now = reading == null ? next(from) : reading;
      reading = now;
      if (read(now, from) >= now.what.end()) {
        int partition = now.what.changelog().partition();
        log.info(
            "state restored stage={} partition={} entries={} millis={}",
            settings.name(),
            partition,
            now.entries,
            (System.nanoTime() - now.began) / 1_000_000);
        store.present(partition, presentAt);
        reading = null;
        done.add(partition);
      }
    }
    if (isIdle()) {
      close();
    }
    return done;
  }

  private Consumer<byte[], byte[]> open() {
    var open = reader == null ? clients.reader() : reader;
    reader = open;
    return open;
  }

  private Reading next(Consumer<byte[], byte[]> from) {
    var next = new Reading(unread.remove());
    from.assign(List.of(next.what.changelog()));
    from.seek(next.what.changelog(), next.what.from());
    return next;
  }

  /** Returns how far it has come. */
  private long read(Reading now, Consumer<byte[], byte[]> from) {
    var changelog = now.what.changelog();
    var state = new PartitionStore(store, changelog.partition());
    for (var record : from.poll(POLL)) {
      logic.restore(state, record.key(), record.value());
      now.entries++;
    }
    long position = from.position(changelog);
    store.commit(Map.of(changelog, position));
    return position;
  }

  /**
   * Notes that partitions were here when it was last told so: a process that stood still hears only
   * after this whether they still are.
   */
  void present(Collection<Integer> partitions) {
    partitions.forEach(partition -> store.present(partition, presentAt));
    presentAt = clock.millis();
  }

  /** Leaves a partition as it is; a later {@link #begin} goes on from there. */
  void drop(int partition) {
    unread.removeIf(each -> each.changelog().partition() == partition);
    if (reading != null && reading.what.changelog().partition() == partition) {
      reading = null;
    }
  }

  @Override
  public void close() {
    var open = reader;
    reader = null;
    reading = null;
    if (open != null) {
      open.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
  }
}
