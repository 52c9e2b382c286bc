package milena.outbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import milena.ingest.log.KafkaSubmissionLog;
import milena.ingest.log.SystemStorage;
import milena.ingest.log.Written;
import milena.outbox.check.DerivedIds;
import milena.outbox.check.OutboxCheck;
import milena.outbox.read.OutboxMeters;
import milena.outbox.read.OutboxReader;
import milena.outbox.read.Reception;
import milena.outbox.refuse.KafkaRefusals;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Loop;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;
import milena.tenants.book.Roster;
import milena.tenants.rate.TenantRates;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox door as a service; one thread, which starts over from what was committed. */
public final class OutboxService implements Service {

  /** The one group of all nodes. */
  public static final String GROUP = "milena-outbox";

  private static final Logger log = LoggerFactory.getLogger(OutboxService.class);
  // Long enough for a broker that starts at the same time.
  private static final Duration LOG_AT_START = Duration.ofSeconds(30);
  private static final Duration BACKOFF = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** A topic that is made is found within this. */
  private static final int LOOK_FOR_TOPICS_MS = 5_000;

  /** What one poll brings on top of what is under way. */
  private static final int POLL_RECORDS = 200;

  private static final int POLL_BYTES = 8 * 1024 * 1024;

  /**
   * What is there before the door.
   *
   * @param clients how Kafka is reached
   * @param format how records become bytes
   * @param written told what was put into the log
   * @param tenants who there is; empty as long as that is not known
   * @param rates how much may come of whom
   * @param storage whether there is room for mail
   * @param clock the time of day
   * @param meters where metrics are registered
   */
  public record Surroundings(
      ClientSettings clients,
      RecordFormat format,
      Written written,
      Supplier<Optional<Roster>> tenants,
      TenantRates rates,
      SystemStorage storage,
      InstantSource clock,
      Meters meters) {}

  private final OutboxConfig config;
  private final Surroundings around;
  private final byte[] salt;
  private final OutboxMeters meters;
  private final Loop loop;
  private volatile @Nullable KafkaSubmissionLog submissions;
  private volatile @Nullable Deadline end;
  private volatile boolean reading;

  /**
   * Wires nothing yet; {@link #start} does.
   *
   * @param salt the cluster's salt for keys, at least 16 bytes
   */
  public OutboxService(OutboxConfig config, Surroundings around, byte[] salt) {
    this.config = config;
    this.around = around;
    this.salt = salt.clone();
    this.meters = new OutboxMeters(around.meters());
    this.loop =
        new Loop(
            GROUP,
            BACKOFF,
            this::read,
            e -> log.warn("the outbox door starts over from what was committed", e));
  }

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public void start() throws InterruptedException {
    var base = new HashMap<>(around.clients().base());
    base.put(ProducerConfig.CLIENT_ID_CONFIG, GROUP + "-" + around.clients().node());
    var opened =
        new KafkaSubmissionLog(base, around.format(), salt, config.log(), around.written());
    try {
      opened.open(LOG_AT_START);
    } catch (RuntimeException | InterruptedException failed) {
      opened.close();
      throw failed;
    }
    submissions = opened;
    loop.start();
  }

  @Override
  public void stop(Deadline deadline) throws InterruptedException {
    end = deadline;
    if (!loop.stop(deadline.remaining().plus(CLOSE_LIMIT))) {
      log.warn("the outbox door did not stop in time");
    }
    var opened = submissions;
    if (opened != null) {
      opened.close(deadline.remaining());
    }
  }

  @Override
  public Health health() {
    var opened = submissions;
    if (opened == null || !reading) {
      return Health.notReady("the outboxes are not read yet");
    }
    if (around.tenants().get().isEmpty()) {
      return Health.notReady("the tenants are not known yet");
    }
    return opened.failing() ? Health.notReady("the log does not acknowledge") : Health.ready();
  }

  private void read(Loop running) {
    var opened = submissions;
    if (opened == null) {
      throw new IllegalStateException("started without a log");
    }
    try (var refusals =
        new KafkaRefusals(
            around.clients().producer("outbox-refusals"), around.format(), around.clock())) {
      read(reception(opened, refusals), running);
    } finally {
      reading = false;
    }
  }

  private Reception reception(KafkaSubmissionLog opened, KafkaRefusals refusals) {
    return new Reception(
        new OutboxCheck(config.rules()),
        new DerivedIds(salt),
        around.tenants(),
        around.rates(),
        around.storage(),
        Reception.content(opened, config.log()),
        refusals,
        around.clock());
  }

  private void read(Reception reception, Loop running) {
    var consumer = new KafkaConsumer<byte[], byte[]>(consuming());
    try {
      var reader = new OutboxReader(consumer, around.format(), reception, config.limits(), meters);
      reader.begin();
      while (!running.isStopping()) {
        reader.step();
        reading = true;
      }
      var deadline = end;
      while (!reader.drain() && deadline != null && !deadline.hasPassed()) {
        log.debug("waiting for what is under way");
      }
      reader.finish();
    } finally {
      consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
  }

  private Map<String, Object> consuming() {
    var settings = around.clients().groupConsumer(GROUP);
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, LOOK_FOR_TOPICS_MS);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, POLL_BYTES);
    return settings;
  }
}
