package milena.bounce;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import milena.bounce.suppress.SuppressionDecision;
import milena.bounce.suppress.SuppressionRules;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Loop;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.MailEvent;
import milena.schemas.RecipientHash;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Suppression;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads events and writes the suppressions that follow from them; one thread. */
public final class BounceService implements Service {
  private static final Logger log = LoggerFactory.getLogger(BounceService.class);
  private static final String GROUP = "milena-bounce";
  private static final String WHO = "bounce-processor";
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Events are gathered for so long, or up to so many bytes: suppressions are in no hurry. */
  private static final int GATHER_MILLIS = 250;

  private static final int GATHER_BYTES = 256 * 1024;
  private static final Duration BACKOFF = Duration.ofSeconds(1);
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(30);

  private final BounceMeters meters;
  private final ClientSettings clients;
  private final RecipientHash hash;
  private final int intakePartitions;
  private final RecordCodec<MailEvent> eventCodec;
  private final RecordCodec<Suppression> suppressionCodec;
  private final Loop loop;
  private volatile boolean ready;

  /** Wires the service; {@code intakePartitions} is the partition count of suppressions. */
  public BounceService(
      ClientSettings clients,
      RecordFormat format,
      byte[] salt,
      int intakePartitions,
      Meters meters) {
    this.meters = new BounceMeters(meters);
    this.clients = clients;
    this.hash = new RecipientHash(salt);
    this.intakePartitions = intakePartitions;
    this.eventCodec = format.codec(Topics.EVENTS, MailEvent.class);
    this.suppressionCodec = format.codec(Topics.SUPPRESSIONS, Suppression.class);
    this.loop =
        new Loop(
            GROUP,
            BACKOFF,
            this::read,
            e -> log.warn("bounce processor starts over from what was committed", e));
  }

  @Override
  public String name() {
    return "bounce";
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop(Deadline deadline) throws InterruptedException {
    if (!loop.stop(deadline.remaining())) {
      log.warn("bounce processor did not stop in time");
    }
  }

  @Override
  public Health health() {
    return ready ? Health.ready() : Health.notReady("the bounce processor has no partitions yet");
  }

  private void read(Loop running)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(reading());
        var producer = new KafkaProducer<byte[], byte[]>(clients.producer(GROUP))) {
      running.wokenBy(consumer::wakeup);
      consumer.subscribe(List.of(Topics.EVENTS));
      while (!running.isStopping()) {
        var records = consumer.poll(POLL);
        ready = true;
        take(records, producer);
        if (!records.isEmpty()) {
          consumer.commitSync(next(records));
        }
        meters.unread(unread(consumer));
      }
    } finally {
      ready = false;
      running.wokenBy(null);
    }
  }

  private Map<String, Object> reading() {
    var settings = clients.groupConsumer(GROUP);
    settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, GATHER_BYTES);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, GATHER_MILLIS);
    return settings;
  }

  /** Returns when every suppression that follows from the events is acknowledged. */
  private void take(ConsumerRecords<byte[], byte[]> records, KafkaProducer<byte[], byte[]> producer)
      throws ExecutionException, InterruptedException, TimeoutException {
    var written = new ArrayList<Future<RecordMetadata>>();
    for (var record : records) {
      try {
        var event = eventCodec.decode(record.value());
        if (SuppressionRules.decide(event) instanceof SuppressionDecision.Suppress suppress) {
          written.add(producer.send(suppression(event, suppress)));
        }
      } catch (UnreadableRecord e) {
        log.warn("unreadable event passed over offset={}", record.offset(), e);
      }
    }
    for (var each : written) {
      each.get(ACKNOWLEDGED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }
    meters.took(records.count(), written.size());
  }

  private static long unread(KafkaConsumer<byte[], byte[]> consumer) {
    return consumer.assignment().stream()
        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
        .sum();
  }

  private ProducerRecord<byte[], byte[]> suppression(
      MailEvent event, SuppressionDecision.Suppress suppress) {
    var recipient = hash.of(suppress.address());
    var value =
        new Suppression(
            ByteBuffer.wrap(recipient),
            suppress.address(),
            event.getTenant(),
            "hard-bounce",
            WHO,
            suppress.why(),
            event.getSubmissionId(),
            event.getCode(),
            event.getEnhanced(),
            event.getText(),
            event.getTime().toEpochMilli(),
            0L);
    var record =
        new ProducerRecord<>(
            Topics.SUPPRESSIONS,
            RecipientHash.partition(recipient, intakePartitions),
            RecipientHash.suppressionKey(recipient, event.getTenant()),
            suppressionCodec.encode(value));
    record
        .headers()
        .add(Topics.HEADER_ID, event.getSubmissionId().getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private static Map<TopicPartition, OffsetAndMetadata> next(
      ConsumerRecords<byte[], byte[]> records) {
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (var partition : records.partitions()) {
      long next = records.records(partition).getLast().offset() + 1;
      offsets.put(partition, new OffsetAndMetadata(next));
    }
    return offsets;
  }
}
