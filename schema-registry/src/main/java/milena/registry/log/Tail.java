package milena.registry.log;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import milena.registry.fold.Entry;
import milena.registry.fold.EntryJson;
import milena.registry.fold.Fold;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic on a thread of its own, folds what it reads and tells those who wait. Its
 * consumer belongs to that thread alone.
 */
final class Tail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration POSITION = Duration.ofSeconds(3);
  private static final long PAUSE_MS = 200;
  private static final Duration JOIN = Duration.ofSeconds(5);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final Waiting waiting;
  private final Thread thread;
  private Fold fold = new Fold();
  private boolean changed;
  private volatile boolean closing;

  Tail(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Waiting waiting) {
    this.consumer = consumer;
    this.partition = partition;
    this.waiting = waiting;
    this.thread = Thread.ofPlatform().daemon().name("registry-tail").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (consumer) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (!closing) {
        step();
      }
    } catch (WakeupException e) {
      LOG.debug("tail woken while closing");
    }
  }

  private void step() {
    try {
      consumer.poll(POLL).forEach(this::take);
      publish(consumer.position(partition, POSITION));
    } catch (OffsetOutOfRangeException e) {
      LOG.error("the registry's log lost its end, reading it again topic={}", partition.topic());
      fold = new Fold();
      changed = true;
      publish(0);
      consumer.seekToBeginning(List.of(partition));
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("the registry's log cannot be read, trying again topic={}", partition.topic(), e);
      pause();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    var entry =
        record.key() == null || record.value() == null
            ? Optional.<Entry>empty()
            : EntryJson.entry(record.key(), record.value());
    if (entry.isEmpty()) {
      LOG.warn("record that is no entry passed over offset={}", record.offset());
      return;
    }
    switch (fold.apply(entry.get())) {
      case APPLIED -> changed = true;
      case STALE -> LOG.info("entry of a replaced writer passed over offset={}", record.offset());
      case CONTRADICTION ->
          LOG.error("entry that contradicts the log passed over offset={}", record.offset());
    }
  }

  private void publish(long position) {
    waiting.readTo(position, changed ? fold.ledger() : waiting.ledger());
    changed = false;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
