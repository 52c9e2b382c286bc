package milena.standalone.account;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import milena.runtime.kafka.ClientSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads topics from a time to their ends as they are when the reading starts. */
public final class LogReader {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(1);

  private final ClientSettings clients;
  private final Consumer<String> progress;

  /** Reads through clients with these settings. */
  public LogReader(ClientSettings clients) {
    this(clients, said -> {});
  }

  private LogReader(ClientSettings clients, Consumer<String> progress) {
    this.clients = clients;
    this.progress = progress;
  }

  /** A reader that tells what it reads and, about once a second, how far it is. */
  public LogReader telling(Consumer<String> progress) {
    return new LogReader(clients, progress);
  }

  /**
   * Shows every committed record of a topic.
   *
   * @param from append time of the first (ms since the epoch); 0 for the beginning
   */
  public void read(String topic, long from, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("account"))) {
      var partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      seek(consumer, partitions, from, ends);
      read(consumer, ends, reader);
    }
  }

  /** Shows every committed record of one partition. */
  public void read(TopicPartition partition, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("account"))) {
      var one = Set.of(partition);
      consumer.assign(one);
      consumer.seekToBeginning(one);
      read(consumer, consumer.endOffsets(one), reader);
    }
  }

  /** Shows every committed record of a topic that a group has not taken up yet. */
  public void unread(String topic, String group, Consumer<ConsumerRecord<byte[], byte[]>> reader)
      throws InterruptedException {
    var taken = committed(group, topic);
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("account"))) {
      var partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      var begins = consumer.beginningOffsets(partitions);
      partitions.forEach(
          partition ->
              consumer.seek(
                  partition,
                  Math.max(
                      taken.getOrDefault(partition.partition(), 0L),
                      begins.getOrDefault(partition, 0L))));
      read(consumer, ends, reader);
    }
  }

  /** How many partitions a topic has. */
  public int partitions(String topic) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("account"))) {
      return partitions(consumer, topic).size();
    }
  }

  private static Set<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic, PATIENCE).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .collect(Collectors.toSet());
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      Set<TopicPartition> partitions,
      long from,
      Map<TopicPartition, Long> ends) {
    if (from <= 0) {
      consumer.seekToBeginning(partitions);
      return;
    }
    var times = partitions.stream().collect(Collectors.toMap(p -> p, p -> from));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) ->
                consumer.seek(
                    partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
  }

  private void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    var left = new HashMap<>(ends);
    var passage = new Passage(consumer, ends);
    long heard = System.nanoTime();
    while (true) {
      boolean moved =
          left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      if (left.isEmpty()) {
        return;
      }
      var records = consumer.poll(POLL);
      if (moved || !records.isEmpty()) {
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
        throw new TimeoutException("nothing came from " + left.keySet() + " for " + PATIENCE);
      }
      for (var record : records) {
        if (record.offset()
            < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
          reader.accept(record);
        }
      }
      passage.tell();
    }
  }

  /** How far a reading is; offsets stand for records. */
  private final class Passage {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final long whole;
    private long told = System.nanoTime();

    Passage(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
      this.consumer = consumer;
      this.ends = ends;
      this.whole = left();
      ends.keySet().stream().findAny().ifPresent(any -> progress.accept(any.topic()));
    }

    void tell() {
      if (System.nanoTime() - told < BETWEEN_WORDS.toNanos()) {
        return;
      }
      told = System.nanoTime();
      var topic = ends.keySet().iterator().next().topic();
      progress.accept("%s: %,d of %,d records".formatted(topic, whole - left(), whole));
    }

    private long left() {
      return ends.entrySet().stream()
          .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
          .sum();
    }
  }

  /** Up to where a group has committed a topic's partitions; 0 where it has not begun. */
  public Map<Integer, Long> committed(String group, String topic) throws InterruptedException {
    try (var admin = Admin.create(clients.admin())) {
      var offsets =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group).get();
      var result = new HashMap<Integer, Long>();
      offsets.forEach(
          (partition, offset) -> {
            if (partition.topic().equals(topic) && offset != null) {
              result.put(partition.partition(), offset.offset());
            }
          });
      return result;
    } catch (ExecutionException e) {
      throw new KafkaException("cannot read the offsets of group " + group, e.getCause());
    }
  }

  /** The newest time at which the broker appended to any of these topics, in ms; 0 for never. */
  public long newest(List<String> topics) throws InterruptedException {
    return offsets(topics, OffsetSpec.maxTimestamp()).values().stream()
        .mapToLong(ListOffsetsResultInfo::timestamp)
        .filter(time -> time > 0)
        .max()
        .orElse(0);
  }

  /** Where these topics end now: as long as that stays the same, nothing was appended. */
  public Map<TopicPartition, Long> ends(List<String> topics) throws InterruptedException {
    return offsets(topics, OffsetSpec.latest()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(List<String> topics, OffsetSpec which)
      throws InterruptedException {
    try (var admin = Admin.create(clients.admin())) {
      var wanted = new HashMap<TopicPartition, OffsetSpec>();
      for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        topic
            .partitions()
            .forEach(info -> wanted.put(new TopicPartition(topic.name(), info.partition()), which));
      }
      return admin.listOffsets(wanted).all().get();
    } catch (ExecutionException e) {
      throw new KafkaException("cannot ask for the newest records", e.getCause());
    }
  }

  /** Topics that must be there to be read. */
  public boolean has(List<String> topics) throws InterruptedException {
    try (var admin = Admin.create(clients.admin())) {
      return admin.listTopics().names().get().containsAll(topics);
    } catch (ExecutionException e) {
      throw new KafkaException("cannot list topics", e.getCause());
    }
  }
}
