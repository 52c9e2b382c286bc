package milena.outbox;

import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import milena.ingest.log.SystemStorage;
import milena.ingest.log.Written;
import milena.outbox.check.OutboxRules;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.observe.Meters;
import milena.schemas.AvroFormat;
import milena.schemas.DeadLetter;
import milena.schemas.LogProfile;
import milena.schemas.MailEvent;
import milena.schemas.OutboundMail;
import milena.schemas.RecordFormat;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.tenants.book.Roster;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import milena.tenants.rate.TenantRates;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import milena.testing.TestLog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A broker with outboxes, programs of tenants that write to them, and doors that read them. */
final class OutboxRig implements AutoCloseable {
  static final byte[] SALT = new byte[16];
  static final String TEXT = "From: a@acme.test\r\nSubject: s\r\n\r\ntext\r\n";
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Tenant ACME = Tenant.named("acme", new Stamp(0, ""));
  private static final Tenant STOPPED =
      Tenant.named("stopped", new Stamp(0, "")).in(Tenant.State.SUSPENDED);

  final RecordFormat format = new AvroFormat(new FixedIds());
  final TestBroker broker;
  final TestLog log;
  final Meters meters = new Meters();
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<OutboxService> doors = new ArrayList<>();

  TenantRates rates = TenantRates.unlimited();

  OutboxRig(Path folder) throws Exception {
    broker = new TestBroker(folder);
    broker.start();
    broker.createTopics(
        LogProfile.singleNode(2, Duration.ofDays(7)),
        List.of(
            Topics.spec(Topics.SUBMISSIONS),
            Topics.spec(Topics.CONTENT),
            Topics.spec(Topics.EVENTS),
            Topics.spec(Topics.DEAD_LETTERS),
            Topics.outbox("acme"),
            Topics.outbox("stopped"),
            Topics.outbox("nobody")));
    log = new TestLog(broker.bootstrap(), format);
    producer = new KafkaProducer<>(clients("program").producer("program"));
  }

  ClientSettings clients(String node) {
    return new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), node);
  }

  static Roster roster() {
    return new Roster("default", Map.of("acme", ACME, "stopped", STOPPED), Map.of());
  }

  /** A door that runs. */
  OutboxService door(String node) throws InterruptedException {
    var door =
        new OutboxService(
            OutboxConfig.defaults(new OutboxRules("mx.test", 10_000_000, 100)),
            new OutboxService.Surroundings(
                clients(node),
                format,
                Written.NOBODY,
                () -> Optional.of(roster()),
                rates,
                SystemStorage.AMPLE,
                InstantSource.system(),
                meters),
            SALT);
    doors.add(door);
    door.start();
    return door;
  }

  static void stop(OutboxService door) throws InterruptedException {
    door.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
  }

  static OutboundMail.Builder mail(String text) {
    return OutboundMail.newBuilder()
        .setSender("a@acme.test")
        .setRecipients(List.of("b@b.test"))
        .setContent(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  void produce(String tenant, OutboundMail.Builder mail)
      throws ExecutionException, InterruptedException {
    produceBytes(tenant, encoded(tenant, mail));
  }

  byte[] encoded(String tenant, OutboundMail.Builder mail) {
    var topic = Topics.OUTBOX_PREFIX + tenant;
    return format.codec(topic, OutboundMail.class).encode(mail.build());
  }

  void produceBytes(String tenant, byte[] value) throws ExecutionException, InterruptedException {
    producer.send(new ProducerRecord<>(Topics.OUTBOX_PREFIX + tenant, value)).get();
  }

  /** As a program that packs its records tightly, and heeds no limit of its own. */
  void produceCompressed(String tenant, byte[] value)
      throws ExecutionException, InterruptedException {
    var settings = clients("program").producer("packing");
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.MAX_VALUE);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * Integer.MAX_VALUE);
    try (var packing = new KafkaProducer<byte[], byte[]>(settings)) {
      packing.send(new ProducerRecord<>(Topics.OUTBOX_PREFIX + tenant, value)).get();
    }
  }

  List<Submission> submissions(int count) {
    return await()
        .atMost(PATIENCE)
        .until(() -> log.submissions(), submissions -> submissions.size() >= count);
  }

  List<MailEvent> events(int count) {
    return await()
        .atMost(PATIENCE)
        .until(() -> decoded(Topics.EVENTS, MailEvent.class), events -> events.size() >= count);
  }

  List<DeadLetter> letters() throws UnreadableRecord {
    return decoded(Topics.DEAD_LETTERS, DeadLetter.class);
  }

  private <T extends org.apache.avro.specific.SpecificRecord> List<T> decoded(
      String topic, Class<T> type) throws UnreadableRecord {
    var codec = format.codec(topic, type);
    var all = new ArrayList<T>();
    for (var record : log.records(topic)) {
      all.add(codec.decode(record.value()));
    }
    return all;
  }

  /** How many records of an outbox the group has behind it. */
  long committed(String tenant) throws ExecutionException, InterruptedException {
    try (var admin = Admin.create(clients("admin").admin())) {
      return admin
          .listConsumerGroupOffsets(OutboxService.GROUP)
          .partitionsToOffsetAndMetadata()
          .get()
          .entrySet()
          .stream()
          .filter(entry -> entry.getKey().topic().equals(Topics.OUTBOX_PREFIX + tenant))
          .mapToLong(entry -> entry.getValue() == null ? 0 : entry.getValue().offset())
          .sum();
    }
  }

  /** As after a kill between the append and the commit: what was committed last never was. */
  void forgetCommits(String tenant) throws ExecutionException, InterruptedException {
    try (var admin = Admin.create(clients("admin").admin())) {
      admin
          .removeMembersFromConsumerGroup(
              OutboxService.GROUP, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
      var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
      for (int partition = 0; partition < 2; partition++) {
        offsets.put(
            new TopicPartition(Topics.OUTBOX_PREFIX + tenant, partition), new OffsetAndMetadata(0));
      }
      admin.alterConsumerGroupOffsets(OutboxService.GROUP, offsets).all().get();
    }
  }

  @Override
  public void close() {
    producer.close();
    try {
      for (var door : doors) {
        stop(door);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    broker.close();
    meters.close();
  }
}
