package milena.outbox.read;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import milena.schemas.OutboundMail;
import milena.schemas.RecordFormat;
import milena.schemas.SchemaRegistryException;
import milena.schemas.Topics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the outboxes that are this node's. One thread does everything but the writing, and hears in
 * between what became of that. It never waits for the log: a member that does not poll loses its
 * partitions, and its successor would only wait as well.
 */
public final class OutboxReader implements ConsumerRebalanceListener, Handover.Listener {
  private static final Logger log = LoggerFactory.getLogger(OutboxReader.class);
  private static final Pattern OUTBOXES =
      Pattern.compile(Pattern.quote(Topics.OUTBOX_PREFIX) + ".+");
  private static final Duration IDLE_POLL = Duration.ofMillis(200);
  private static final Duration BUSY_POLL = Duration.ofMillis(5);
  private static final Duration LAST_COMMIT = Duration.ofSeconds(3);
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();
  // Each time, what was fetched of the partition is fetched again.
  private static final long HELD_LEAST = Duration.ofMillis(500).toNanos();
  private static final long HELD_MOST = Duration.ofSeconds(5).toNanos();
  private static final long BETWEEN_COMMITS = Duration.ofMillis(200).toNanos();
  private static final long BETWEEN_REPORTS = Duration.ofSeconds(1).toNanos();

  /**
   * How much may be under way; a single poll may go beyond.
   *
   * @param records neither in the log nor refused
   * @param bytes of their values
   */
  public record Limits(int records, long bytes) {}

  private final Consumer<byte[], byte[]> consumer;
  private final RecordFormat format;
  private final Reception reception;
  private final Limits limits;
  private final OutboxMeters meters;
  private final Map<TopicPartition, Lane> lanes = new HashMap<>();
  private final Queue<Runnable> said = new ConcurrentLinkedQueue<>();
  private final ArrayDeque<Handover> failed = new ArrayDeque<>();
  private long againAt;
  private int records;
  private long bytes;
  private boolean committing;
  private boolean leaving;
  private long committedAt;
  private long reportedAt;

  /** A reader with this consumer, which is its own from now on. */
  public OutboxReader(
      Consumer<byte[], byte[]> consumer,
      RecordFormat format,
      Reception reception,
      Limits limits,
      OutboxMeters meters) {
    this.consumer = consumer;
    this.format = format;
    this.reception = reception;
    this.limits = limits;
    this.meters = meters;
  }

  /** Joins the group. */
  public void begin() {
    consumer.subscribe(OUTBOXES, this);
  }

  /** One round: reads what may be read, hears what was done, commits what is finished. */
  public void step() {
    regulate();
    var polled = consumer.poll(records > 0 || heldBack() ? BUSY_POLL : IDLE_POLL);
    for (var partition : polled.partitions()) {
      takeInTurn(lane(partition), polled.records(partition));
    }
    hear();
    tryAgain();
    if (System.nanoTime() - committedAt > BETWEEN_COMMITS) {
      commit();
    }
    report();
  }

  private void regulate() {
    boolean full = records >= limits.records() || bytes >= limits.bytes();
    if (full || leaving || !reception.isOpen()) {
      consumer.pause(consumer.assignment());
      return;
    }
    long now = System.nanoTime();
    var held = consumer.assignment().stream().filter(it -> isHeldBack(it, now)).toList();
    consumer.pause(held);
    consumer.resume(consumer.paused().stream().filter(it -> !held.contains(it)).toList());
  }

  private boolean isHeldBack(TopicPartition partition, long now) {
    var lane = lanes.get(partition);
    return lane != null && lane.isHeldBack(now);
  }

  private boolean heldBack() {
    long now = System.nanoTime();
    return lanes.values().stream().anyMatch(lane -> lane.isHeldBack(now));
  }

  private Lane lane(TopicPartition partition) {
    var lane = lanes.get(partition);
    if (lane == null) {
      throw new IllegalStateException("a record of " + partition + ", which is not ours");
    }
    return lane;
  }

  /**
   * Takes records of one partition up to its tenant's limit. What is beyond is not held but read
   * again later: however many tenants are held back, they take no room from the others.
   */
  private void takeInTurn(Lane lane, List<ConsumerRecord<byte[], byte[]>> some) {
    for (int i = 0; i < some.size(); i++) {
      var wait = reception.rates().take(lane.tenant(), 1);
      if (wait.isPresent()) {
        reception.rates().missed(lane.tenant(), some.size() - i - 1);
        lane.holdBack(System.nanoTime() + Math.clamp(wait.get().toNanos(), HELD_LEAST, HELD_MOST));
        consumer.seek(lane.partition(), some.get(i).offset());
        return;
      }
      take(lane, some.get(i));
    }
  }

  private void take(Lane lane, ConsumerRecord<byte[], byte[]> record) {
    var handover = new Handover(lane, record, reception, said::add, this);
    lane.taken(handover);
    records++;
    bytes += handover.bytes();
    if (failed.isEmpty()) {
      attempt(handover);
    } else {
      // The log or the registry is away: those before it go first, and asking is left to them.
      failed.add(handover);
    }
  }

  private void attempt(Handover handover) {
    try {
      handover.attempt();
    } catch (SchemaRegistryException e) {
      log.debug("the registry is away", e);
      failed(handover);
    }
  }

  private void hear() {
    for (var each = said.poll(); each != null; each = said.poll()) {
      each.run();
    }
  }

  @Override
  public void finished(Handover handover, boolean taken) {
    handover.lane().finished(handover);
    records--;
    bytes -= handover.bytes();
    meters.finished(taken);
  }

  @Override
  public void failed(Handover handover) {
    if (failed.isEmpty()) {
      againAt = System.nanoTime() + PAUSE;
    }
    failed.add(handover);
    meters.failed();
  }

  private void tryAgain() {
    if (failed.isEmpty() || System.nanoTime() - againAt < 0) {
      return;
    }
    var waiting = new ArrayList<>(failed);
    failed.clear();
    for (var handover : waiting) {
      if (handover.lane().isGone()) {
        continue;
      }
      if (failed.isEmpty()) {
        attempt(handover);
      } else {
        failed.add(handover);
      }
    }
  }

  private void commit() {
    var offsets = committable(lanes.values());
    if (offsets.isEmpty() || committing) {
      return;
    }
    committedAt = System.nanoTime();
    committing = true;
    consumer.commitAsync(
        offsets,
        (committed, failure) -> {
          committing = false;
          if (failure == null) {
            note(committed);
          } else {
            log.debug("a commit failed, the next one covers it", failure);
          }
        });
  }

  private void note(Map<TopicPartition, OffsetAndMetadata> committed) {
    committed.forEach(
        (partition, offset) -> {
          var lane = lanes.get(partition);
          if (lane != null) {
            lane.committed(offset.offset());
          }
        });
  }

  private static Map<TopicPartition, OffsetAndMetadata> committable(Collection<Lane> lanes) {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var lane : lanes) {
      if (lane.moved()) {
        offsets.put(lane.partition(), new OffsetAndMetadata(lane.committable()));
      }
    }
    return offsets;
  }

  private void report() {
    meters.underWay(records, bytes);
    if (System.nanoTime() - reportedAt > BETWEEN_REPORTS) {
      reportedAt = System.nanoTime();
      meters.unread(
          consumer.assignment().stream()
              .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
              .sum());
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    for (var partition : assigned) {
      lanes.put(
          partition, new Lane(partition, format.codec(partition.topic(), OutboundMail.class)));
    }
    log.info("outboxes assigned partitions={}", assigned);
    // Nothing may be polled of them before it is known that it may.
    regulate();
  }

  /** What is under way may still get into the log: the next owner's repeat of it is dropped. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    hear();
    commitNow(lanesOf(revoked));
    leave(revoked);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    leave(lost);
  }

  private List<Lane> lanesOf(Collection<TopicPartition> partitions) {
    return partitions.stream()
        .filter(lanes::containsKey)
        .map(partition -> lanes.get(partition))
        .toList();
  }

  private void commitNow(Collection<Lane> some) {
    var offsets = committable(some);
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets, LAST_COMMIT);
      note(offsets);
    } catch (KafkaException e) {
      log.info("not all is committed, some will be read again reason={}", e.toString());
    }
  }

  private void leave(Collection<TopicPartition> partitions) {
    for (var partition : partitions) {
      var lane = lanes.remove(partition);
      if (lane != null) {
        // What is under way there is nobody's here.
        lane.leave();
        records -= lane.records();
        bytes -= lane.bytes();
      }
    }
    failed.removeIf(handover -> handover.lane().isGone());
  }

  /** Takes nothing new up; answers whether all that was under way is finished. */
  public boolean drain() {
    leaving = true;
    step();
    return records == 0;
  }

  /** Commits what is finished; nothing is heard any more. */
  public void finish() {
    hear();
    commitNow(List.copyOf(lanes.values()));
  }
}
