package milena.delivery.claim;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code mail.attempts} along with the partitions that are owned: results until the claim is
 * held, markers always. After that results are skipped unread, by their header.
 */
final class AttemptTail implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AttemptTail.class);

  private final Consumer<byte[], byte[]> consumer;
  private final AttemptLog attempts;

  AttemptTail(Consumer<byte[], byte[]> consumer, AttemptLog attempts) {
    this.consumer = consumer;
    this.attempts = attempts;
  }

  /** Reads these partitions from now on, each from where it stands already or was told to start. */
  void follow(Map<Integer, OwnedPartition> owned) {
    var wanted = owned.keySet().stream().map(AttemptTail::at).collect(Collectors.toSet());
    var before = Set.copyOf(consumer.assignment());
    if (wanted.equals(before)) {
      return;
    }
    consumer.assign(wanted);
    for (var partition : wanted) {
      if (!before.contains(partition)) {
        consumer.seek(partition, start(owned, partition));
      }
    }
  }

  /** Where the log of attempts ends now, for each partition by its number. */
  Map<Integer, Long> ends(Set<TopicPartition> sameNumbers, Duration within) {
    var partitions =
        sameNumbers.stream().map(given -> at(given.partition())).collect(Collectors.toSet());
    return consumer.endOffsets(partitions, within).entrySet().stream()
        .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
  }

  /** Hands on what is there, without waiting; {@code write} is told for which to write a marker. */
  void read(Map<Integer, OwnedPartition> owned, IntConsumer write) {
    if (consumer.assignment().isEmpty()) {
      return;
    }
    try {
      for (var entry : consumer.poll(Duration.ZERO)) {
        var partition = owned.get(entry.partition());
        if (partition != null && read(entry, partition)) {
          write.accept(entry.partition());
        }
      }
    } catch (OffsetOutOfRangeException e) {
      // What was kept begins later, or ends earlier, than was noted: all that is there is read.
      consumer.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
    }
    for (var partition : owned.values()) {
      if (partition.readUpTo(consumer.position(at(partition.number())))) {
        write.accept(partition.number());
      }
    }
  }

  private boolean read(ConsumerRecord<byte[], byte[]> record, OwnedPartition partition) {
    if (!partition.readsResults() && !AttemptLog.mayBeMarker(record.headers())) {
      return false;
    }
    try {
      var entry = attempts.read(record.value());
      if (entry.getResult() != null) {
        partition.readResult(entry.getResult());
      }
      return entry.getClaim() != null
          && partition.readMarker(
              AttemptLog.marker(entry.getClaim(), record.headers()), record.offset());
    } catch (UnreadableRecord e) {
      log.warn(
          "attempt entry skipped partition={} offset={} reason={}",
          record.partition(),
          record.offset(),
          e.getMessage());
      return false;
    }
  }

  private static long start(Map<Integer, OwnedPartition> owned, TopicPartition partition) {
    var fresh = owned.get(partition.partition());
    return fresh == null ? 0 : fresh.attemptsPosition();
  }

  private static TopicPartition at(int partition) {
    return new TopicPartition(Topics.ATTEMPTS, partition);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
