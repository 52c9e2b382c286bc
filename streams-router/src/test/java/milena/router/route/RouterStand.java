package milena.router.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import milena.mail.route.HostPort;
import milena.mail.route.MailRouting;
import milena.mail.route.RoutingConfig;
import milena.router.past.Past;
import milena.router.past.Remembered;
import milena.router.shape.EarlierAttempts;
import milena.router.shape.RetrySchedule;
import milena.runtime.observe.Meters;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.runtime.stage.StoreStand;
import milena.schemas.AvroFormat;
import milena.schemas.Body;
import milena.schemas.MailEvent;
import milena.schemas.Recipient;
import milena.schemas.RecipientHash;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShardMap;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.testing.FixedIds;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The router over a log in memory, which can be killed, lose its disk and lose its queue. */
final class RouterStand implements AutoCloseable {
  private static final byte[] SALT = new byte[16];

  final RecordFormat format = new AvroFormat(new FixedIds());
  long now = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();

  private final Meters meters = new Meters();
  private final MailRouting routing =
      MailRouting.open(
          RoutingConfig.defaults().withSmarthost(HostPort.of("192.0.2.1", 25)),
          () -> Instant.ofEpochMilli(now));
  private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
  private final Map<StoreKey, byte[]> changelog = new LinkedHashMap<>();
  private final Transaction open = new Transaction();
  private Path folder = newFolder();
  private StoreStand store = new StoreStand(folder);
  private Past past = Past.NONE;
  private RouteLogic logic = logic();
  private int read;
  private int committed;

  /** Ids of accepted events, and of what stands in the queue; both as committed. */
  final List<String> accepted = new ArrayList<>();

  final List<String> queued = new ArrayList<>();

  RouterStand() {
    logic.assigned(store.partition(0));
  }

  /** What was sent and not committed. */
  private static final class Transaction implements StageOutput {
    private final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    private final Map<StoreKey, Optional<byte[]>> changes = new LinkedHashMap<>();

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
      sent.add(record);
    }

    @Override
    public void log(int partition, StoreKey key, byte @Nullable [] value) {
      changes.put(key, Optional.ofNullable(value));
    }

    void clear() {
      sent.clear();
      changes.clear();
    }
  }

  private RouteLogic logic() {
    var retry = new RetrySchedule(Duration.ofMinutes(1), 2, Duration.ofHours(1), 0);
    return new RouteLogic(
        new RouterConfig(Duration.ofDays(5), Duration.ofSeconds(30), 1, 1),
        format,
        new RecipientHash(SALT),
        routing.routes(),
        new RouteLogic.Around(
            () -> ShardMap.first(1),
            () -> Instant.ofEpochMilli(now),
            new Earlier(past, new EarlierAttempts(retry, new Random(1))),
            new RouterMeters(meters, routing.routes())));
  }

  /** A door appends a transaction with two recipients. */
  void append(String id, boolean repeatable) {
    var submission =
        Submission.newBuilder()
            .setId(id)
            .setTenant("t")
            .setRecipients(
                List.of(new Recipient(0, "a@b.test", "", ""), new Recipient(1, "c@d.test", "", "")))
            .setBody(new Body("", ByteBuffer.allocate(1), "", -1, List.of(), 1L))
            .setAcceptedAt(now)
            .setRepeatable(repeatable)
            .build();
    log.add(
        new ConsumerRecord<>(
            Topics.SUBMISSIONS,
            0,
            log.size(),
            now,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            new byte[0],
            format.codec(Topics.SUBMISSIONS, Submission.class).encode(submission),
            new RecordHeaders(),
            Optional.empty()));
  }

  void read(int most) {
    for (int count = 0; count < most && read < log.size(); count++) {
      logic.record(log.get(read++), store.partition(0), open);
    }
    logic.timePassed(open);
  }

  void commit() throws UnreadableRecord {
    logic.beforeCommit(open);
    for (var record : open.sent) {
      switch (record.topic()) {
        case Topics.EVENTS ->
            accepted.add(
                format
                    .codec(Topics.EVENTS, MailEvent.class)
                    .decode(record.value())
                    .getSubmissionId());
        case Topics.QUEUE ->
            queued.add(
                format
                    .codec(Topics.QUEUE, RoutedSubmission.class)
                    .decode(record.value())
                    .getSubmissionId());
        default -> {}
      }
    }
    open.changes.forEach(
        (key, value) ->
            value.ifPresentOrElse(bytes -> changelog.put(key, bytes), () -> changelog.remove(key)));
    open.clear();
    store.commit();
    committed = read;
  }

  /** The process is gone before its commit, and comes back. */
  void kill() {
    open.clear();
    store.forget();
    read = committed;
    begin();
  }

  /** The partition moves to a process that has the changelog alone. */
  void move() {
    open.clear();
    newStore();
    read = committed;
    changelog.forEach((key, value) -> logic.restore(store.partition(0), key.bytes(), value));
    store.commit();
    begin();
  }

  /** The power is cut: what is derived goes, and all submissions are read again. */
  void cutPower() {
    open.clear();
    newStore();
    changelog.clear();
    queued.clear();
    read = 0;
    committed = 0;
    Set<String> told = new HashSet<>(accepted);
    past = id -> new Remembered(told.contains(id), false, 0, 0, 0, Optional.empty());
    begin();
  }

  /** What the changelog remembers. */
  int remembered() {
    return changelog.size();
  }

  private void begin() {
    logic = logic();
    logic.assigned(store.partition(0));
  }

  private void newStore() {
    close(store);
    folder = newFolder();
    store = new StoreStand(folder);
  }

  private void close(StoreStand opened) {
    opened.close();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("milena-router-stand");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    close(store);
    routing.close();
    meters.close();
  }
}
