package milena.delivery.claim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with one consumer that fetches single records of a topic: requests are sorted by
 * partition and offset, and neighbours are read in one stretch. All that is read on the way is
 * handed on, wanted or not, for it is likely to be wanted next.
 */
final class RangeReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RangeReader.class);

  private static final Duration TURN = Duration.ofMillis(20);
  private static final long IDLE_MS = 1000;
  private static final long AFTER_FAILURE_MS = 100;
  private static final long TOO_LONG_NANOS = Duration.ofMillis(500).toNanos();
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** What becomes of a request; called on the reader's thread. */
  interface Sink {
    void read(Spot spot, byte[] value);

    /** There is no such record, and never will be. */
    void gone(Spot spot, String reason);

    /** It could not be read in time. */
    void away(Spot spot);
  }

  /**
   * How it reads.
   *
   * @param topic what
   * @param gap so many unwanted records are read rather than jumped over
   * @param patience after this a request is given up
   */
  record Style(String topic, long gap, Duration patience) {}

  private final Style style;
  private final Consumer<byte[], byte[]> consumer;
  private final Sink sink;
  private final LongSupplier nanoClock;
  private final LinkedBlockingQueue<Spot> requests = new LinkedBlockingQueue<>();
  private final Map<Integer, WantedRecords> wanted = new HashMap<>();
  private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private long expiredAt;

  RangeReader(
      String name,
      Style style,
      Consumer<byte[], byte[]> consumer,
      Sink sink,
      LongSupplier nanoClock) {
    this.style = style;
    this.consumer = consumer;
    this.sink = sink;
    this.nanoClock = nanoClock;
    this.expiredAt = nanoClock.getAsLong();
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  /** Asks for a record; whoever asks bounds how much is asked for. */
  void request(Spot spot) {
    requests.add(spot);
  }

  /** Whether a record is still ahead of where this reader stands. */
  boolean isAhead(Spot spot) {
    return spot.offset() >= positions.getOrDefault(spot.partition(), 0L);
  }

  private void run() {
    while (!closed) {
      try {
        collect();
        expire();
        if (!wanted.isEmpty()) {
          direct();
          read();
        }
      } catch (OffsetOutOfRangeException e) {
        explain(e);
      } catch (WakeupException | InterruptedException e) {
        log.debug("woken up to close");
      } catch (KafkaException e) {
        log.warn("bodies not readable topic={} reason={}", style.topic(), e.toString());
        pause();
      }
    }
    wanted.forEach(
        (partition, offsets) -> giveUp(partition, offsets.removeRange(0, Long.MAX_VALUE)));
    consumer.close();
  }

  private void collect() throws InterruptedException {
    var first = wanted.isEmpty() ? requests.poll(IDLE_MS, TimeUnit.MILLISECONDS) : requests.poll();
    long now = nanoClock.getAsLong();
    for (var spot = first; spot != null; spot = requests.poll()) {
      wanted
          .computeIfAbsent(spot.partition(), _ -> new WantedRecords(style.gap(), TOO_LONG_NANOS))
          .add(spot.offset(), now);
    }
  }

  private void expire() {
    long now = nanoClock.getAsLong();
    if (now - expiredAt < Duration.ofMillis(IDLE_MS).toNanos()) {
      return;
    }
    expiredAt = now;
    wanted.forEach(
        (partition, offsets) ->
            giveUp(partition, offsets.removeOlder(style.patience().toNanos(), now)));
    wanted.values().removeIf(WantedRecords::isEmpty);
  }

  private void giveUp(int partition, List<Long> offsets) {
    offsets.forEach(offset -> sink.away(new Spot(partition, offset)));
  }

  private void direct() {
    var fresh = wanted.keySet().stream().map(this::at).toList();
    var assigned = new ArrayList<>(consumer.assignment());
    if (!assigned.containsAll(fresh)) {
      var added = fresh.stream().filter(partition -> !assigned.contains(partition)).toList();
      assigned.addAll(added);
      consumer.assign(assigned);
      for (var partition : added) {
        consumer.seek(partition, wantedOf(partition).next(0, nanoClock.getAsLong()).offset());
      }
    }
    for (var partition : assigned) {
      var offsets = wanted.get(partition.partition());
      if (offsets == null) {
        consumer.pause(List.of(partition));
        continue;
      }
      consumer.resume(List.of(partition));
      var next = offsets.next(consumer.position(partition), nanoClock.getAsLong());
      if (next.jump()) {
        consumer.seek(partition, next.offset());
        positions.put(partition.partition(), next.offset());
      }
    }
  }

  private void read() {
    var from = new HashMap<TopicPartition, Long>();
    wanted.keySet().forEach(number -> from.put(at(number), consumer.position(at(number))));
    var records = consumer.poll(TURN);
    for (var record : records) {
      var spot = new Spot(record.partition(), record.offset());
      var offsets = wanted.get(record.partition());
      if (offsets != null) {
        offsets.remove(record.offset());
      }
      sink.read(spot, record.value() == null ? new byte[0] : record.value());
    }
    for (var partition : records.partitions()) {
      positions.put(partition.partition(), consumer.position(partition));
      long start = Objects.requireNonNullElse(from.get(partition), Long.MAX_VALUE);
      var skipped =
          wantedOf(partition).removeRange(start, Math.max(start, consumer.position(partition)));
      for (long offset : skipped) {
        sink.gone(new Spot(partition.partition(), offset), "there is no record at its place");
      }
    }
    wanted.values().removeIf(WantedRecords::isEmpty);
  }

  /** Positions outside of the log: what is below it is gone, what is above may come yet. */
  private void explain(OffsetOutOfRangeException failure) {
    try {
      var begins = consumer.beginningOffsets(failure.partitions(), ANSWER);
      begins.forEach(
          (partition, begin) -> {
            for (long offset : wantedOf(partition).removeRange(0, begin)) {
              sink.gone(new Spot(partition.partition(), offset), "it is no longer kept");
            }
            consumer.seek(partition, begin);
          });
      wanted.values().removeIf(WantedRecords::isEmpty);
    } catch (KafkaException e) {
      log.warn("bodies not readable topic={} reason={}", style.topic(), e.toString());
    }
    pause();
  }

  private WantedRecords wantedOf(TopicPartition partition) {
    var offsets = wanted.get(partition.partition());
    return offsets == null ? new WantedRecords(style.gap(), TOO_LONG_NANOS) : offsets;
  }

  private TopicPartition at(int partition) {
    return new TopicPartition(style.topic(), partition);
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MS);
    } catch (InterruptedException e) {
      log.debug("interrupted to close");
    }
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    thread.interrupt();
    try {
      thread.join(ANSWER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
