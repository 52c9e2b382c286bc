package milena.registry.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import milena.registry.fold.Entry;
import milena.registry.fold.EntryJson;
import milena.registry.fold.Ledger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The log as partition 0 of a compacted topic. */
public final class KafkaSchemaLog implements SchemaLog, AutoCloseable {
  private static final int APPEND_MS = 8_000;
  private static final int REQUEST_MS = 3_000;
  private static final Duration READ = Duration.ofSeconds(8);

  private final TopicPartition partition;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Waiting waiting;
  private final Tail tail;
  private final LogEnd end;

  private KafkaSchemaLog(
      Map<String, Object> kafka, TopicPartition partition, KafkaConsumer<byte[], byte[]> consumer) {
    this.partition = partition;
    this.producer = new KafkaProducer<>(writing(kafka));
    this.waiting = new Waiting();
    this.tail = new Tail(consumer, partition, waiting);
    this.end = new LogEnd(reading(kafka), partition);
  }

  /**
   * Opens the topic and reads it to its end.
   *
   * @param kafka client settings, such as {@code bootstrap.servers} and what security needs
   * @throws LogUnavailable when the topic is not there, has not exactly one partition, or could not
   *     be read in time
   */
  public static KafkaSchemaLog open(Map<String, Object> kafka, String topic, Duration limit)
      throws LogUnavailable {
    var partition = new TopicPartition(topic, 0);
    var consumer = new KafkaConsumer<byte[], byte[]>(reading(kafka));
    long end;
    try {
      end = checkedEnd(consumer, partition, limit);
    } catch (LogUnavailable e) {
      consumer.close();
      throw e;
    }
    var log = new KafkaSchemaLog(kafka, partition, consumer);
    log.tail.start();
    try {
      log.waiting.await(end, limit);
      return log;
    } catch (LogUnavailable e) {
      log.close();
      throw e;
    }
  }

  private static long checkedEnd(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Duration limit)
      throws LogUnavailable {
    try {
      int partitions = consumer.partitionsFor(partition.topic(), limit).size();
      if (partitions != 1) {
        throw new LogUnavailable(
            "topic " + partition.topic() + " must have one partition, has " + partitions);
      }
    } catch (KafkaException e) {
      throw new LogUnavailable("topic " + partition.topic() + " is not to be had", e);
    }
    return LogEnd.end(consumer, partition, limit);
  }

  @Override
  public Ledger ledger() {
    return waiting.ledger();
  }

  @Override
  public long append(Entry entry) throws LogUnavailable {
    var record =
        new ProducerRecord<>(
            partition.topic(), partition.partition(), EntryJson.key(entry), EntryJson.value(entry));
    try {
      return producer.send(record).get(2L * APPEND_MS, TimeUnit.MILLISECONDS).offset();
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new LogUnavailable("an entry was not acknowledged", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while appending", e);
    }
  }

  @Override
  public Ledger readPast(long offset) throws LogUnavailable {
    return waiting.await(offset + 1, READ);
  }

  @Override
  public Ledger readToEnd() throws LogUnavailable {
    return waiting.await(end.offset(), READ);
  }

  @Override
  public void close() {
    tail.close();
    end.close();
    producer.close(Duration.ofSeconds(2));
  }

  /** Without a position to fall back to, so that a lost end is noticed and not read over. */
  private static Map<String, Object> reading(Map<String, Object> kafka) {
    var settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return settings;
  }

  private static Map<String, Object> writing(Map<String, Object> kafka) {
    var settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, APPEND_MS);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, APPEND_MS);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * 1024 * 1024);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    return settings;
  }
}
