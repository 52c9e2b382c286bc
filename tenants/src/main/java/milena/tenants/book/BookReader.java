package milena.tenants.book;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic from its beginning. Of one thread, but for {@link #wakeup}. */
final class BookReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Gathering gathered;
  private final BiConsumer<ConsumerRecord<byte[], byte[]>, UnreadableRecord> passedOver;
  private Map<TopicPartition, Long> ends = Map.of();

  /**
   * Has a client, which connects by {@link #begin}.
   *
   * @param passedOver is told of records that cannot be read
   */
  BookReader(
      ClientSettings clients,
      RecordFormat format,
      BiConsumer<ConsumerRecord<byte[], byte[]>, UnreadableRecord> passedOver) {
    this.passedOver = passedOver;
    gathered = new Gathering(format);
    consumer = new KafkaConsumer<>(clients.reader("tenants"));
  }

  /**
   * Finds the topic, its beginning, and its end as it is now; as patiently as the client is set to
   * be.
   *
   * @throws KafkaException when there is no such topic, or no answer
   */
  void begin() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.CREDENTIALS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("the topic " + Topics.CREDENTIALS + " is not there");
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    ends = consumer.endOffsets(partitions);
  }

  /** Whether everything is read that was there at the beginning. */
  boolean caughtUp() {
    ends = ends.isEmpty() || reached() ? Map.of() : ends;
    return ends.isEmpty();
  }

  private boolean reached() {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Takes up what comes until then; how many records that were. */
  int poll(Duration most) {
    var records = consumer.poll(most);
    for (var record : records) {
      try {
        gathered.take(record.key(), record.value());
      } catch (UnreadableRecord unreadable) {
        passedOver.accept(record, unreadable);
      }
    }
    return records.count();
  }

  Gathering gathered() {
    return gathered;
  }

  /** Ends a wait of the reading thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
