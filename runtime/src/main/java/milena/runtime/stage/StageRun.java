package milena.runtime.stage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import milena.runtime.kafka.ClientSettings;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** The loop with one set of clients, from their making to the first failure. */
final class StageRun implements ConsumerRebalanceListener {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /** What is there already is fetched in so long. */
  private static final Duration LATEST = Duration.ofMillis(2);

  private static final long SHORTEST_OPEN = Duration.ofMillis(2).toNanos();
  private static final long BETWEEN_PRESENT = Duration.ofMinutes(1).toNanos();

  /**
   * After so long a transaction is committed although not all of what was polled was worked on: a
   * few records can be the work of many, and the broker ends one that is open for too long.
   */
  private static final long LONGEST_WORK =
      ClientSettings.TRANSACTION_TIMEOUT.dividedBy(6).toNanos();

  /** What it reads and writes with, which is made anew for each run. */
  record Clients(Consumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer) {}

  private final StageMeters meters;
  private final StageSettings settings;
  private final StageLogic logic;
  private final StageStore store;
  private final Restoration restoration;
  private final Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final StageTransaction transaction;
  private final CommitPace pace;

  private final Map<Integer, PartitionStore> owned = new HashMap<>();

  /** Partitions whose tables are still being read, with the offsets that they must reach. */
  private final Map<Integer, Map<TopicPartition, Long>> catchingUp = new HashMap<>();

  /** Up to where the group had met each table before it was assigned to us. */
  private final Map<TopicPartition, Long> known = new HashMap<>();

  private final StageOffsets offsets;
  private long nextWake;
  private long presentAt = System.nanoTime();
  private boolean assignedOnce;
  private boolean startedOnce;

  StageRun(
      StageSettings settings,
      StageLogic logic,
      StageStore store,
      Restoration restoration,
      Clients clients,
      StageMeters meters) {
    this.settings = settings;
    this.logic = logic;
    this.store = store;
    this.restoration = restoration;
    this.meters = meters;
    this.consumer = clients.consumer();
    this.producer = clients.producer();
    this.offsets = new StageOffsets(consumer);
    this.transaction = new StageTransaction(producer, settings.changelog());
    this.pace = new CommitPace(SHORTEST_OPEN, settings.longestOpen().toNanos());
  }

  /** Fences any older run of this node, and joins the group. */
  void begin() {
    producer.initTransactions();
    var topics = new ArrayList<>(settings.streams());
    topics.addAll(settings.tables());
    consumer.subscribe(topics, this);
  }

  /**
   * Whether partitions were assigned and all that were ours then have started. What comes later is
   * taken up beside them.
   */
  boolean ready() {
    startedOnce |= assignedOnce && restoration.isIdle() && catchingUp.isEmpty();
    return startedOnce;
  }

  /** One round: reads what is there, does what is due, commits when it is time. */
  void step() {
    long idle = restoration.isIdle() ? nextWake - System.nanoTime() : 0;
    read(Duration.ofNanos(Math.max(0, idle)));
    if (transaction.isOpen()) {
      while (isBehind() && transaction.age() < pace.open()) {
        read(Duration.ofNanos(pace.open() - transaction.age()));
      }
      // Asking all the time would fetch every record alone; what comes meanwhile comes together.
      LockSupport.parkNanos(pace.open() - transaction.age());
      if (read(Duration.ZERO)) {
        // That was asked for when the transaction began. Where mail flows, more has come since, and
        // would wait for the commit of this transaction and of the next.
        read(LATEST);
      }
      commit();
    }
    if (!restoration.isIdle()) {
      restoration.step().forEach(this::restored);
      startCaughtUp();
      nextWake = 0;
    }
  }

  /** Whether there is more to read already: one fetch of large records has but a few of them. */
  private boolean isBehind() {
    for (int partition : owned.keySet()) {
      for (var topic : settings.streams()) {
        if (consumer.currentLag(new TopicPartition(topic, partition)).orElse(0) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns whether there was anything. */
  private boolean read(Duration patience) {
    var records = consumer.poll(patience);
    if (!records.isEmpty()) {
      take(records);
    }
    if (!catchingUp.isEmpty()) {
      startCaughtUp();
    }
    nextWake = System.nanoTime() + logic.timePassed(transaction) * 1_000_000;
    return !records.isEmpty();
  }

  /** Tells what it works on, and how much of that it has not read yet. */
  void report() {
    long unread = 0;
    for (int partition : owned.keySet()) {
      for (var stream : of(settings.streams(), partition)) {
        unread += consumer.currentLag(stream).orElse(0);
      }
    }
    meters.stands(owned.size(), restoration.left(), unread);
    if (System.nanoTime() - presentAt > BETWEEN_PRESENT) {
      presentAt = System.nanoTime();
      restoration.present(owned.keySet());
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    meters.took(records.count());
    for (var partition : records.partitions()) {
      var state = owned.get(partition.partition());
      if (state == null) {
        throw new IllegalStateException("records of " + partition + ", which is not ours");
      }
      var batch = records.records(partition);
      boolean stream = settings.streams().contains(partition.topic());
      long knownTo = stream ? 0 : known.getOrDefault(partition, 0L);
      for (var record : batch) {
        transaction.touch();
        if (stream) {
          logic.record(record, state, transaction);
        } else {
          logic.table(record, state, transaction, record.offset() < knownTo);
        }
        boolean isLong = transaction.age() > LONGEST_WORK;
        if (isLong || record.offset() == batch.getLast().offset()) {
          offsets.worked(partition, record, knownTo);
        }
        if (isLong) {
          commit(false);
        }
      }
    }
  }

  /** Commits, if there is anything. */
  void commit() {
    commit(true);
  }

  /**
   * Commits, if there is anything.
   *
   * @param all whether nothing is left of what was polled: only then the consumer's own position
   *     says what was done
   */
  private void commit(boolean all) {
    if (!transaction.isOpen()) {
      return;
    }
    long began = System.nanoTime();
    logic.beforeCommit(transaction);
    for (int partition : owned.keySet()) {
      offsets.note(firstStream(partition), hasStarted(partition) ? logic.note(partition) : "", all);
    }
    if (all && offsets.consumed().isEmpty()) {
      owned.keySet().stream()
          .filter(this::hasStarted)
          .findFirst()
          .ifPresent(partition -> offsets.showGeneration(firstStream(partition)));
    }
    var positions = transaction.commit(offsets.consumed(), consumer.groupMetadata());
    positions.putAll(offsets.read());
    store.commit(positions);
    offsets.clear();
    long took = System.nanoTime() - began;
    pace.took(took);
    meters.committed(took);
  }

  private boolean hasStarted(int partition) {
    return !catchingUp.containsKey(partition);
  }

  private TopicPartition firstStream(int partition) {
    return new TopicPartition(settings.streams().getFirst(), partition);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    var partitions = new TreeSet<Integer>();
    assigned.forEach(partition -> partitions.add(partition.partition()));
    partitions.removeAll(owned.keySet());
    if (!partitions.isEmpty()) {
      discardWhatTheLogLost(partitions);
      // What was assigned is fetched unless it is paused.
      consumer.pause(assigned);
      restoration.begin(partitions, consumer).forEach(this::restored);
    }
    startCaughtUp();
    assignedOnce = true;
  }

  /** The store has what the changelog has; the tables may have more. */
  private void restored(int partition) {
    owned.put(partition, new PartitionStore(store, partition));
    readTables(partition);
  }

  /** A store that reflects more than the group committed reflects records that are gone. */
  private void discardWhatTheLogLost(Set<Integer> partitions) {
    var streams = new HashSet<TopicPartition>();
    partitions.forEach(partition -> streams.addAll(of(settings.streams(), partition)));
    var committed = consumer.committed(streams);
    for (var stream : streams) {
      var offset = committed.get(stream);
      long position = store.position(stream).orElse(0);
      if (position > (offset == null ? 0 : offset.offset())) {
        store.discard(stream.partition());
      }
    }
  }

  private void readTables(int partition) {
    var tables = of(settings.tables(), partition);
    var ends = new HashMap<>(consumer.endOffsets(tables));
    var committed = consumer.committed(new HashSet<>(tables));
    for (var table : tables) {
      var offset = committed.get(table);
      known.put(table, offset == null ? 0 : offset.offset());
      long position = store.position(table).orElse(0);
      consumer.seek(table, Math.min(position, ends.getOrDefault(table, 0L)));
    }
    consumer.resume(tables);
    catchingUp.put(partition, ends);
  }

  private void startCaughtUp() {
    var started = new ArrayList<Integer>();
    catchingUp.forEach(
        (partition, ends) -> {
          if (ends.entrySet().stream().allMatch(end -> reached(end.getKey(), end.getValue()))) {
            started.add(partition);
          }
        });
    for (int partition : started) {
      catchingUp.remove(partition);
      var state = owned.get(partition);
      if (state != null) {
        logic.assigned(state);
        consumer.resume(of(settings.streams(), partition));
      }
    }
  }

  private boolean reached(TopicPartition table, long end) {
    return consumer.position(table) >= end;
  }

  private static List<TopicPartition> of(Collection<String> topics, int partition) {
    return topics.stream().map(topic -> new TopicPartition(topic, partition)).toList();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    commit();
    drop(revoked.stream());
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    throw new PartitionsLost(settings.name());
  }

  private void drop(Stream<TopicPartition> partitions) {
    partitions
        .map(TopicPartition::partition)
        .distinct()
        .forEach(
            partition -> {
              restoration.drop(partition);
              if (owned.remove(partition) != null) {
                catchingUp.remove(partition);
                logic.dropped(partition);
              }
            });
  }

  /** Commits what was done, and gives the partitions back at once. */
  void finish() {
    commit();
    restoration.close();
    consumer.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(CLOSE_TIMEOUT));
    producer.close(CLOSE_TIMEOUT);
  }

  /** Forgets everything that was not committed. */
  void abandon() {
    List.copyOf(owned.keySet()).forEach(logic::dropped);
    owned.clear();
    store.forget();
    closeQuietly(restoration::close);
    // The next run has the same transactional id: making it aborts what is left of this one.
    closeQuietly(() -> producer.close(Duration.ZERO));
    closeQuietly(
        () ->
            consumer.close(
                CloseOptions.groupMembershipOperation(
                        CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP)
                    .withTimeout(CLOSE_TIMEOUT)));
  }

  private static void closeQuietly(Runnable close) {
    try {
      close.run();
    } catch (RuntimeException alreadyBroken) {
      // A failed client may fail to close as well; there is nothing left in it to save.
    }
  }

  /** The group went on without us. */
  static final class PartitionsLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PartitionsLost(String stage) {
      super("the group " + stage + " gave our partitions to somebody else");
    }
  }
}
