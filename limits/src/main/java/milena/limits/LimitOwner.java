package milena.limits;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import milena.limits.lease.Lease;
import milena.limits.lease.Lessor;
import milena.limits.lease.StrictLimit;
import milena.limits.share.Owner;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the limits whose reports come in partitions that the group gives to this process. Keeps
 * nothing: a new owner hears from the holders what they hold. Says in the partition that it owns
 * it; strict limits go by that, and by nothing that the group says. Of one thread.
 */
final class LimitOwner {
  private static final Logger log = LoggerFactory.getLogger(LimitOwner.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  // Longer than what anybody had taken counts, with some time for records on their way.
  private static final long LOOK_BACK_MS = StrictLimit.Count.LONGEST_KEPT_MS + 10 * Lease.LASTS_MS;

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
      var moves = new Moves(consumer, producer);
      consumer.subscribe(List.of(Topics.DEMAND), moves);
      while (goesOn.getAsBoolean()) {
        consumer.poll(POLL).forEach(moves::hear);
        for (var award : moves.owner.decide(millis.getAsLong())) {
          producer.send(records.record(award));
        }
        for (var lease : moves.lessor.leases(millis.getAsLong())) {
          producer.send(records.record(lease));
        }
        for (var claim : moves.lessor.claims(millis.getAsLong())) {
          producer.send(records.record(claim));
        }
        owned = moves.owner.limits() + moves.lessor.limits();
      }
    } finally {
      owned = 0;
      consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
  }

  /** What is owned, as partitions come and go. */
  private final class Moves implements ConsumerRebalanceListener {
    private final Owner owner = new Owner();
    private final Lessor lessor =
        new Lessor(records.task() + "/" + UUID.randomUUID(), RANDOM.nextLong() >>> 2);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;

    private Moves(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
      this.consumer = consumer;
      this.producer = producer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      var claimed = new HashMap<TopicPartition, Future<RecordMetadata>>();
      long now = millis.getAsLong();
      for (var partition : assigned) {
        owner.assigned(partition.partition(), now);
        var claim = lessor.assigned(partition.partition(), now);
        claimed.put(partition, producer.send(records.record(claim)));
      }
      producer.flush();
      readFromBefore(claimed);
      log.info("limits are owned here partitions={}", assigned.size());
    }

    // Who has taken something of a count, and died since, said so a while ago. All by the clock of
    // the broker.
    private void readFromBefore(Map<TopicPartition, Future<RecordMetadata>> claimed) {
      var times = new HashMap<TopicPartition, Long>();
      claimed.forEach(
          (partition, claim) -> times.put(partition, written(claim).timestamp() - LOOK_BACK_MS));
      consumer
          .offsetsForTimes(times)
          .forEach(
              (partition, found) -> {
                var claim = claimed.get(partition);
                if (found != null) {
                  consumer.seek(partition, found.offset());
                } else if (claim != null) {
                  consumer.seek(partition, written(claim).offset());
                }
              });
    }

    private RecordMetadata written(Future<RecordMetadata> claim) {
      try {
        return claim.get();
      } catch (InterruptedException asked) {
        Thread.currentThread().interrupt();
        throw new KafkaException(asked);
      } catch (ExecutionException failed) {
        throw new KafkaException("a claim of limits could not be written", failed);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      revoked.forEach(it -> owner.revoked(it.partition()));
      revoked.forEach(it -> lessor.revoked(it.partition()));
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
      int partition = record.partition();
      try {
        var demand = records.demand(record.value());
        long now = millis.getAsLong();
        if (StrictLog.isClaim(demand)) {
          lessor.hear(StrictLog.claim(demand, partition), now);
        } else if (StrictLog.isAsk(demand)) {
          lessor.hear(partition, StrictLog.ask(demand), now);
        } else if (lessor.owns(partition)) {
          // What was said of such a limit before it was ours means nothing by now.
          owner.hear(partition, LimitLog.report(demand), now);
        }
      } catch (UnreadableRecord unreadable) {
        log.warn(
            "unreadable record passed over topic={} partition={} offset={} reason={}",
            record.topic(),
            partition,
            record.offset(),
            unreadable.getMessage());
      }
    }
  }
}
