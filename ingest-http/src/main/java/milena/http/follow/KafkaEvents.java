package milena.http.follow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import milena.ingest.log.MessageIds;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.MailEvent;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events in {@code mail.events}. Of one message they are in one partition, which its key tells,
 * and none is older than the message. When that was, its id tells; a derived id does not, and then
 * the newest stretch of the partition is looked through first, and before it longer and longer
 * ones.
 *
 * <p>So a lookup reads what its partition got since the message came, or up to its {@link Horizon}
 * when there is no such message; what is not the message's is told by its key and not decoded. Safe
 * for use by several threads.
 */
public final class KafkaEvents implements EventSource {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaEvents.class);

  private static final Duration FIRST_STRETCH = Duration.ofHours(1);
  private static final int LONGER = 8;
  private static final int STRETCHES = 4;
  private static final int FETCH_BYTES = 4 << 20;
  private static final int POLLED = 10_000;

  private final ClientSettings clients;
  private final RecordCodec<MailEvent> codec;
  private final InstantSource clock;
  private final LongSupplier ticker;

  /**
   * Reads nothing yet.
   *
   * @param ticker nanoseconds that only go forward
   */
  public KafkaEvents(
      ClientSettings clients, RecordFormat format, InstantSource clock, LongSupplier ticker) {
    this.clients = clients;
    this.codec = format.codec(Topics.EVENTS, MailEvent.class);
    this.clock = clock;
    this.ticker = ticker;
  }

  @Override
  public End read(Wanted wanted, From from, Duration time) {
    var settings = clients.reader("follow");
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED);
    // A consumer that is closed waits for the fetch that it has under way, at the end of the log.
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) time.toMillis());
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) time.toMillis());
    long deadline = ticker.getAsLong() + time.toNanos();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings)) {
      return new Reading(consumer, wanted, deadline).read(from);
    } catch (KafkaException failed) {
      LOG.warn("events could not be read reason={}", failed.toString());
      return new Unavailable();
    }
  }

  /** One lookup in one partition. */
  private final class Reading {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Wanted wanted;
    private final long deadline;
    private final byte[] key;
    private final TopicPartition partition;
    private final long begin;
    private final long end;

    Reading(KafkaConsumer<byte[], byte[]> consumer, Wanted wanted, long deadline) {
      this.consumer = consumer;
      this.wanted = wanted;
      this.deadline = deadline;
      this.key = wanted.sought().messageId().getBytes(StandardCharsets.UTF_8);
      int partitions = consumer.partitionsFor(Topics.EVENTS, left()).size();
      this.partition =
          new TopicPartition(Topics.EVENTS, Utils.toPositive(Utils.murmur2(key)) % partitions);
      var all = List.of(partition);
      consumer.assign(all);
      this.begin = consumer.beginningOffsets(all, left()).getOrDefault(partition, 0L);
      this.end = consumer.endOffsets(all, left()).getOrDefault(partition, 0L);
    }

    /** At least a moment: what takes no time at all is an error to Kafka. */
    private Duration left() {
      long nanos = deadline - ticker.getAsLong();
      return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), nanos));
    }

    private boolean late() {
      return ticker.getAsLong() - deadline >= 0;
    }

    End read(From from) {
      return switch (from) {
        // A place is the client's word: what is not in the log any more, or not yet, is moved.
        case Place(var position) ->
            scan(Math.clamp(position, begin, end), end, wanted.more(), Horizon.none());
        case Start _ -> {
          var made = MessageIds.madeAt(wanted.sought().messageId());
          if (made.isPresent()) {
            yield since(made.getAsLong(), end);
          }
          var first = search();
          if (first == null) {
            yield late() ? new OutOfTime(-1) : new Read(end);
          }
          yield since(cameAt(first.event()), first.position());
        }
      };
    }

    /** Shows what there is of a message of that time, from a place on at the latest. */
    private End since(long time, long latest) {
      long start = Math.min(latest, offset(time - Horizon.SKEW.toMillis()));
      return scan(start, end, wanted.more(), Horizon.of(time));
    }

    /** The first record from a time on; that of the broker. */
    private long offset(long millis) {
      // Kafka takes a time before the epoch for a word of its own.
      var times = Map.of(partition, Math.max(0, millis));
      @Nullable OffsetAndTimestamp found = consumer.offsetsForTimes(times, left()).get(partition);
      return found == null ? end : Math.clamp(found.offset(), begin, end);
    }

    /** An early event of a message whose id tells no time; null for none, or when time is up. */
    private @Nullable Placed search() {
      long now = clock.millis();
      long length = FIRST_STRETCH.toMillis();
      long until = end;
      for (int i = 0; i < STRETCHES && until > begin; i++) {
        long from = i == STRETCHES - 1 ? begin : offset(now - length);
        var first = new First();
        if (!(scan(from, until, first, Horizon.none()) instanceof Read)) {
          return null;
        }
        if (first.found != null) {
          return first.found;
        }
        until = Math.min(until, from);
        length *= LONGER;
      }
      return null;
    }

    private static long cameAt(MailEvent first) {
      long accepted = first.getAcceptedAt().toEpochMilli();
      // What could not be read was never accepted, and has no other event.
      return accepted == 0 ? first.getTime().toEpochMilli() : accepted;
    }

    private End scan(long from, long until, Predicate<Placed> more, Horizon horizon) {
      consumer.seek(partition, from);
      long position = from;
      boolean met = false;
      while (position < until) {
        if (late()) {
          return new OutOfTime(position);
        }
        for (var record : consumer.poll(left())) {
          if (record.offset() >= until) {
            return new Read(until);
          }
          var event = event(record);
          met |= event != null && wanted.sought().covers(event.getSubmissionId());
          if (!met && horizon.isPassedBy(record.key(), record.timestamp())) {
            return new Read(record.offset() + 1);
          }
          if (event != null && !more.test(new Placed(event, record.offset()))) {
            return new Read(record.offset() + 1);
          }
        }
        position = consumer.position(partition, left());
      }
      return new Read(Math.max(from, until));
    }

    private @Nullable MailEvent event(ConsumerRecord<byte[], byte[]> record) {
      if (record.value() == null || !Arrays.equals(record.key(), key)) {
        return null;
      }
      try {
        var event = codec.decode(record.value());
        return event.getTenant().equals(wanted.tenant()) ? event : null;
      } catch (UnreadableRecord unreadable) {
        LOG.warn("unreadable event passed over offset={}", record.offset());
        return null;
      }
    }
  }

  /** The first event that tells when its message came. */
  private static final class First implements Predicate<Placed> {
    private @Nullable Placed found;

    @Override
    public boolean test(Placed placed) {
      if (placed.event().getType().equals("late")) {
        return true;
      }
      found = placed;
      return false;
    }
  }
}
