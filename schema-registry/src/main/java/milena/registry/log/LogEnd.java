package milena.registry.log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks where the log ends, over a connection of its own: on the reader's, the question would wait
 * behind the fetch that waits for new records.
 */
final class LogEnd implements AutoCloseable {
  private static final Duration ASK = Duration.ofSeconds(3);

  private final Map<String, Object> settings;
  private final TopicPartition partition;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;

  LogEnd(Map<String, Object> settings, TopicPartition partition) {
    this.settings = settings;
    this.partition = partition;
  }

  long offset() throws LogUnavailable {
    try {
      if (!lock.tryLock(2 * ASK.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LogUnavailable("others wait for the log's end already");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while asking for the log's end", e);
    }
    try {
      if (consumer == null) {
        consumer = new KafkaConsumer<>(settings);
      }
      return end(consumer, partition, ASK);
    } finally {
      lock.unlock();
    }
  }

  static long end(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, Duration limit)
      throws LogUnavailable {
    try {
      var end = consumer.endOffsets(List.of(partition), limit).get(partition);
      return end == null ? 0 : end;
    } catch (KafkaException e) {
      throw new LogUnavailable("the log's end is not to be had", e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (consumer != null) {
        consumer.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
