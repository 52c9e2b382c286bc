package milena.limits;

import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import milena.limits.share.Owner;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the limits whose reports come in partitions that the group gives to this process. Keeps
 * nothing: a new owner hears from the holders what they hold. Of one thread.
 */
final class LimitOwner {
  private static final Logger log = LoggerFactory.getLogger(LimitOwner.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final LimitLog records;
  private final LongSupplier millis;
  private volatile int owned;

  LimitOwner(LimitLog records, LongSupplier millis) {
    this.records = records;
    this.millis = millis;
  }

  /** How many limits are owned here. */
  int owned() {
    return owned;
  }

  /** Owns until it shall not any more, or fails. */
  void own(BooleanSupplier goesOn) {
    var consumer = new KafkaConsumer<byte[], byte[]>(records.owning());
    try (var producer = new KafkaProducer<byte[], byte[]>(records.producing("limit-owner"))) {
      var owner = new Owner();
      consumer.subscribe(java.util.List.of(Topics.DEMAND), new Moves(owner, consumer));
      while (goesOn.getAsBoolean()) {
        consumer.poll(POLL).forEach(record -> hear(owner, record));
        for (var award : owner.decide(millis.getAsLong())) {
          producer.send(records.record(award));
        }
        owned = owner.limits();
      }
    } finally {
      owned = 0;
      consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
  }

  /** What was said before a partition was ours means nothing by now. */
  private final class Moves implements ConsumerRebalanceListener {
    private final Owner owner;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private Moves(Owner owner, KafkaConsumer<byte[], byte[]> consumer) {
      this.owner = owner;
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      consumer.seekToEnd(assigned);
      long now = millis.getAsLong();
      assigned.forEach(it -> owner.assigned(it.partition(), now));
      log.info("limits are owned here partitions={}", assigned.size());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      revoked.forEach(it -> owner.revoked(it.partition()));
    }
  }

  private void hear(Owner owner, ConsumerRecord<byte[], byte[]> record) {
    try {
      owner.hear(record.partition(), records.report(record.value()), millis.getAsLong());
    } catch (UnreadableRecord unreadable) {
      log.warn(
          "unreadable record passed over topic={} partition={} offset={} reason={}",
          record.topic(),
          record.partition(),
          record.offset(),
          unreadable.getMessage());
    }
  }
}
