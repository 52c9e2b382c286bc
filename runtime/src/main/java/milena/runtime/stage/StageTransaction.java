package milena.runtime.stage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The transaction under way: begun by the first thing done, ended by {@link #commit}. */
final class StageTransaction implements StageOutput {
  private record Entry(int partition, StoreKey key) {}

  private final Producer<byte[], byte[]> producer;
  private final String changelog;
  private final Map<Entry, Value> changes = new LinkedHashMap<>();
  private final Map<TopicPartition, Long> written = new ConcurrentHashMap<>();
  private boolean open;
  private long openedAt;

  /** A value of the changelog; its bytes are null when the key is gone. */
  private static final class Value {
    byte @Nullable [] bytes;
  }

  StageTransaction(Producer<byte[], byte[]> producer, String changelog) {
    this.producer = producer;
    this.changelog = changelog;
  }

  /** Begins the transaction unless it has begun. */
  void touch() {
    if (!open) {
      producer.beginTransaction();
      open = true;
      openedAt = System.nanoTime();
    }
  }

  boolean isOpen() {
    return open;
  }

  /** Nanoseconds since the transaction began. */
  long age() {
    return System.nanoTime() - openedAt;
  }

  @Override
  public void send(ProducerRecord<byte[], byte[]> record) {
    touch();
    producer.send(record);
  }

  @Override
  public void log(int partition, StoreKey key, byte @Nullable [] value) {
    touch();
    changes.computeIfAbsent(new Entry(partition, key), entry -> new Value()).bytes = value;
  }

  /**
   * Makes everything visible.
   *
   * @return up to where the changelog is now written, for each partition that was written to
   */
  Map<TopicPartition, Long> commit(
      Map<TopicPartition, OffsetAndMetadata> consumed, ConsumerGroupMetadata group) {
    changes.forEach((entry, value) -> write(entry, value.bytes));
    changes.clear();
    if (!consumed.isEmpty()) {
      producer.sendOffsetsToTransaction(consumed, group);
    }
    producer.commitTransaction();
    open = false;
    var positions = new HashMap<>(written);
    written.clear();
    return positions;
  }

  private void write(Entry entry, byte @Nullable [] value) {
    var record =
        new ProducerRecord<byte @Nullable [], byte @Nullable []>(
            changelog, entry.partition(), entry.key().bytes(), value);
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure == null) {
            written.merge(
                new TopicPartition(changelog, metadata.partition()),
                metadata.offset() + 1,
                Math::max);
          }
        });
  }
}
