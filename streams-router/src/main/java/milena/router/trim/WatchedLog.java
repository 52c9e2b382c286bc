package milena.router.trim;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import milena.runtime.kafka.ClientSettings;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What a look sees of Kafka, and how records are removed. Opened anew for each look. */
final class WatchedLog implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<Reader, Map<TopicPartition, OffsetAndMetadata>> committed =
      new EnumMap<>(Reader.class);
  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, Long> begins;
  private final Map<TopicPartition, Long> ends;

  /** Looks at the topics that are trimmed. */
  WatchedLog(ClientSettings clients, Collection<String> trimmed) throws InterruptedException {
    var settings = clients.reader("trim");
    // The first of what is unread is all that is wanted of it.
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4096);
    admin = Admin.create(clients.admin());
    consumer = new KafkaConsumer<>(settings);
    // What was committed first, the ends after it: so that what is in between counts as unread.
    for (var reader : Reader.values()) {
      committed.put(reader, committed(reader));
    }
    partitions =
        answer(admin.describeTopics(trimmed).allTopicNames()).values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(each -> new TopicPartition(topic.name(), each.partition())))
            .toList();
    begins = consumer.beginningOffsets(partitions, PATIENCE);
    ends = consumer.endOffsets(partitions, PATIENCE);
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(Reader reader)
      throws InterruptedException {
    var stable = new ListConsumerGroupOffsetsOptions().requireStable(true);
    var all =
        answer(
            admin.listConsumerGroupOffsets(reader.group(), stable).partitionsToOffsetAndMetadata());
    var found = new HashMap<TopicPartition, OffsetAndMetadata>();
    all.forEach(
        (partition, offset) -> {
          if (offset != null && reader.topics().contains(partition.topic())) {
            found.put(partition, offset);
          }
        });
    return found;
  }

  /** What is kept with the offsets of a topic, for each partition that has any. */
  List<String> notes(String topic) {
    return committed.values().stream()
        .flatMap(offsets -> offsets.entrySet().stream())
        .filter(offset -> offset.getKey().topic().equals(topic))
        .map(offset -> offset.getValue().metadata())
        .toList();
  }

  private long taken(TopicPartition partition) {
    long begin = begins.getOrDefault(partition, 0L);
    return Reader.of(partition.topic())
        .map(reader -> committed.getOrDefault(reader, Map.of()).get(partition))
        .map(OffsetAndMetadata::offset)
        .map(offset -> Math.max(offset, begin))
        .orElse(begin);
  }

  /**
   * When the oldest record was written that was not taken up by those who read these topics: 0 when
   * that cannot be seen.
   */
  OptionalLong oldestUnread(Collection<String> topics) {
    var left = new HashSet<TopicPartition>();
    for (var partition : partitions) {
      if (topics.contains(partition.topic()) && taken(partition) < end(partition)) {
        left.add(partition);
      }
    }
    consumer.assign(left);
    left.forEach(partition -> consumer.seek(partition, taken(partition)));
    long oldest = Long.MAX_VALUE;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
      for (var unread : consumer.poll(POLL)) {
        var partition = new TopicPartition(unread.topic(), unread.partition());
        if (left.remove(partition) && unread.offset() < end(partition)) {
          oldest = Math.min(oldest, unread.timestamp());
        }
      }
      // Behind the last record there may be ends of transactions, which nobody takes up.
      left.removeIf(partition -> consumer.position(partition) >= end(partition));
      consumer.assign(left);
    }
    if (!left.isEmpty()) {
      return OptionalLong.of(0);
    }
    return oldest == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(oldest);
  }

  private long end(TopicPartition partition) {
    return ends.getOrDefault(partition, 0L);
  }

  /**
   * Removes what was written before a time and was taken up.
   *
   * @param before the time for a topic, in milliseconds since 1970
   * @return how many partitions lost something
   */
  int trim(ToLongFunction<String> before) throws InterruptedException {
    var asked =
        partitions.stream()
            .collect(
                Collectors.toMap(
                    each -> each,
                    each -> OffsetSpec.forTimestamp(before.applyAsLong(each.topic()))));
    var removed = new HashMap<TopicPartition, RecordsToDelete>();
    for (var first : answer(admin.listOffsets(asked).all()).entrySet()) {
      var partition = first.getKey();
      // Nothing so young: all that was there is older.
      long young = first.getValue().offset() < 0 ? end(partition) : first.getValue().offset();
      long upTo =
          Reader.of(partition.topic()).isPresent() ? Math.min(young, taken(partition)) : young;
      if (upTo > begins.getOrDefault(partition, 0L)) {
        removed.put(partition, RecordsToDelete.beforeOffset(upTo));
      }
    }
    if (!removed.isEmpty()) {
      answer(admin.deleteRecords(removed).all());
    }
    return removed.size();
  }

  private static <T> T answer(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new KafkaException(String.valueOf(failure.getCause()), failure);
    } catch (TimeoutException silent) {
      throw new KafkaException("no answer within " + PATIENCE.toSeconds() + " s", silent);
    }
  }

  @Override
  public void close() {
    consumer.close();
    admin.close(PATIENCE);
  }
}
