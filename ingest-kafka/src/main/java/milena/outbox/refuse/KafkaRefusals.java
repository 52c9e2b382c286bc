package milena.outbox.refuse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import milena.schemas.DeadLetter;
import milena.schemas.Excerpt;
import milena.schemas.MailEvent;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells in the log. A refusal may be told twice, after a kill, under the same id. */
public final class KafkaRefusals implements Refusals, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KafkaRefusals.class);
  private static final String STAGE = "outbox";
  private static final int TIMEOUT_MS = 15_000;
  // A topic that is forgotten would make the next refusal fail once.
  private static final long TEN_YEARS_MILLIS = 10L * 365 * 24 * 3600 * 1000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final RecordCodec<MailEvent> events;
  private final RecordCodec<DeadLetter> letters;
  private final InstantSource clock;

  /** Makes a producer, which connects in the background; these are its settings. */
  public KafkaRefusals(Map<String, Object> settings, RecordFormat format, InstantSource clock) {
    var all = new HashMap<>(settings);
    // The one thread that reads must not wait here; what fails at once is tried again.
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    all.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TEN_YEARS_MILLIS);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 2);
    producer = new KafkaProducer<>(all);
    events = format.codec(Topics.EVENTS, MailEvent.class);
    letters = format.codec(Topics.DEAD_LETTERS, DeadLetter.class);
    this.clock = clock;
  }

  @Override
  public void tell(Refusal refusal, Consumer<Boolean> told) {
    if (!knowsTopics()) {
      // One of the two that got into the log would be there again after the next try.
      told.accept(false);
      return;
    }
    var both =
        new Outcome(
            refusal.kept() ? 2 : 1,
            acknowledged -> {
              if (acknowledged) {
                note(refusal);
              }
              told.accept(acknowledged);
            });
    send(event(refusal), both);
    if (refusal.kept()) {
      send(letter(refusal), both);
    }
  }

  private boolean knowsTopics() {
    try {
      return !producer.partitionsFor(Topics.EVENTS).isEmpty()
          && !producer.partitionsFor(Topics.DEAD_LETTERS).isEmpty();
    } catch (KafkaException notYet) {
      log.debug("the topics of refusals are not known yet", notYet);
      return false;
    }
  }

  private static void note(Refusal refusal) {
    var record = refusal.record();
    // Of a tenant that is suspended it may be every record, and none of them is a fault.
    log.atLevel(refusal.kept() ? Level.WARN : Level.DEBUG)
        .log(
            "outbox record refused topic={} partition={} offset={} reason={}",
            record.topic(),
            record.partition(),
            record.offset(),
            refusal.why().reason());
  }

  /** Told once, when all is acknowledged or the first has failed. */
  private static final class Outcome {
    private final AtomicInteger missing;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final Consumer<Boolean> told;

    Outcome(int count, Consumer<Boolean> told) {
      missing = new AtomicInteger(count);
      this.told = told;
    }

    void of(boolean acknowledged) {
      if (!acknowledged) {
        failed.set(true);
      }
      if (missing.decrementAndGet() == 0) {
        told.accept(!failed.get());
      }
    }
  }

  private void send(ProducerRecord<byte[], byte[]> record, Outcome outcome) {
    try {
      producer.send(record, (metadata, failure) -> outcome.of(failure == null));
    } catch (KafkaException | IllegalStateException e) {
      log.debug("a refusal cannot be told topic={}", record.topic(), e);
      outcome.of(false);
    }
  }

  private ProducerRecord<byte[], byte[]> event(Refusal refusal) {
    var said = refusal.said();
    var record = refusal.record();
    var place = record.topic() + "-" + record.partition() + "@" + record.offset();
    var event =
        MailEvent.newBuilder()
            .setType("rejected")
            .setFinal$(true)
            .setSubmissionId(refusal.id() + ".0")
            .setMessageId(refusal.id())
            .setTenant(refusal.tenant())
            .setTime(Instant.ofEpochMilli(clock.millis()))
            .setCampaign(said.campaign())
            .setSender(said.sender())
            .setRecipient(said.recipient())
            .setMeta(said.meta())
            .setStage(STAGE)
            .setEnhanced(refusal.why().enhanced())
            .setText(refusal.why().text() + " (" + place + ")")
            .setScope("message")
            .setReason(refusal.why().reason())
            .setProtocol("KAFKA")
            .setPeer(place)
            .build();
    return new ProducerRecord<>(
        Topics.EVENTS,
        null,
        utf8(refusal.id()),
        events.encode(event),
        List.of(
            new RecordHeader(Topics.HEADER_ID, utf8(refusal.id() + ".0")),
            new RecordHeader(Topics.HEADER_TENANT, utf8(refusal.tenant()))));
  }

  private ProducerRecord<byte[], byte[]> letter(Refusal refusal) {
    var record = refusal.record();
    var letter =
        new DeadLetter(
            record.topic(),
            record.partition(),
            record.offset(),
            refusal.why().text(),
            Excerpt.of(record.key()),
            Excerpt.of(record.value()),
            STAGE,
            clock.millis());
    var where = record.topic() + "/" + record.partition() + "/" + record.offset();
    return new ProducerRecord<>(Topics.DEAD_LETTERS, utf8(where), letters.encode(letter));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
