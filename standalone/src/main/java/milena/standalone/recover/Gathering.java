package milena.standalone.recover;

import milena.router.past.PastStore;
import milena.schemas.AttemptEntry;
import milena.schemas.MailEvent;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.account.LogReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what survived of submissions: the events that were told, and results of attempts. */
final class Gathering {
  private static final Logger log = LoggerFactory.getLogger(Gathering.class);

  private final LogReader reader;
  private final RecordFormat format;

  Gathering(LogReader reader, RecordFormat format) {
    this.reader = reader.telling(progress -> log.info("reading what survived at={}", progress));
    this.format = format;
  }

  /** Puts all of it into the past. */
  void into(PastStore past) {
    var events = format.codec(Topics.EVENTS, MailEvent.class);
    var attempts = format.codec(Topics.ATTEMPTS, AttemptEntry.class);
    reader.read(
        Topics.EVENTS,
        0,
        record -> {
          var event = decode(events, record);
          if (event != null) {
            past.told(event);
          }
        });
    reader.read(
        Topics.ATTEMPTS,
        0,
        record -> {
          var entry = decode(attempts, record);
          if (entry != null && entry.getResult() != null) {
            past.happened(entry.getResult());
          }
        });
  }

  private static <T> @Nullable T decode(
      RecordCodec<T> codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      return codec.decode(record.value());
    } catch (UnreadableRecord e) {
      log.warn("unreadable record passed over topic={} offset={}", record.topic(), record.offset());
      return null;
    }
  }
}
