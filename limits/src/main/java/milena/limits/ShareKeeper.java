package milena.limits;

import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import milena.limits.lease.Permits;
import milena.limits.share.Limit;
import milena.limits.share.Shares;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what this process has of limits as their owners want it, and tells these. Of one thread.
 */
final class ShareKeeper {
  private static final Logger log = LoggerFactory.getLogger(ShareKeeper.class);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  private final LimitLog records;
  private final Shares shares;
  private final Permits permits;
  private final Supplier<Collection<Limit>> limits;
  private final LongSupplier millis;

  ShareKeeper(
      LimitLog records,
      Shares shares,
      Permits permits,
      Supplier<Collection<Limit>> limits,
      LongSupplier millis) {
    this.records = records;
    this.shares = shares;
    this.permits = permits;
    this.limits = limits;
    this.millis = millis;
  }

  /** Takes up which limits there are; whether there is any. */
  boolean follow() {
    shares.follow(limits.get(), millis.getAsLong());
    return shares.any() || permits.wanted();
  }

  /** Reports and hears until it shall not any more, or fails. */
  void keep(BooleanSupplier goesOn) {
    var consumer = new KafkaConsumer<byte[], byte[]>(records.reading());
    try (var producer = new KafkaProducer<byte[], byte[]>(records.producing("limits"))) {
      var partitions =
          consumer.partitionsFor(Topics.GRANTS).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new KafkaException("the topic " + Topics.GRANTS + " is not there");
      }
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
      while (goesOn.getAsBoolean()) {
        follow();
        long now = millis.getAsLong();
        for (var report : shares.reports(now)) {
          producer.send(records.record(report, now));
        }
        // Each time anew: a lease counts from when it was asked for.
        for (var ask : permits.asks(millis.getAsLong())) {
          producer.send(records.record(ask));
        }
        consumer.poll(POLL).forEach(this::hear);
      }
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    try {
      var grant = records.grant(record.value());
      if (StrictLog.isLease(grant)) {
        permits.apply(StrictLog.lease(grant), millis.getAsLong());
      } else {
        shares.apply(LimitLog.award(grant), millis.getAsLong());
      }
    } catch (UnreadableRecord unreadable) {
      log.warn(
          "unreadable record passed over topic={} offset={} reason={}",
          record.topic(),
          record.offset(),
          unreadable.getMessage());
    }
  }
}
