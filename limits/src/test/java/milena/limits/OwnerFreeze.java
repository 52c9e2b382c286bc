package milena.limits;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Stops an owner of limits in the middle, with what it has read and not yet answered, until it is
 * let go. Made by Kafka's client, from its settings.
 */
public final class OwnerFreeze
    implements ConsumerInterceptor<byte[], byte[]>, ProducerInterceptor<byte[], byte[]> {
  private static final String LATCH = "test.owner.freeze";
  private Switch pause = new Switch();
  private boolean owner;

  /** Shut and opened by the test. */
  static final class Switch {
    private volatile CountDownLatch gate = new CountDownLatch(0);

    void freeze() {
      gate = new CountDownLatch(1);
    }

    void thaw() {
      gate.countDown();
    }

    private void pass() {
      try {
        gate.await();
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Settings of a client whose owner freezes with the switch, and is given up after six seconds.
   */
  static Map<String, Object> settings(Switch pause) {
    return Map.of(
        "interceptor.classes",
        OwnerFreeze.class.getName(),
        LATCH,
        pause,
        "max.poll.interval.ms",
        6_000);
  }

  @Override
  public void configure(Map<String, ?> configs) {
    owner = String.valueOf(configs.get("client.id")).contains(LimitLog.GROUP);
    if (configs.get(LATCH) instanceof Switch given) {
      pause = given;
    }
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    if (owner) {
      pause.pass();
    }
    return records;
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    // Nothing is committed.
  }

  @Override
  public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
    return record;
  }

  @Override
  public void onAcknowledgement(@Nullable RecordMetadata written, @Nullable Exception failed) {
    // Nobody waits for it.
  }

  @Override
  public void close() {
    pause.thaw();
  }
}
