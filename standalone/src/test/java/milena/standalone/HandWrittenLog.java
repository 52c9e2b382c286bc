package milena.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import milena.registry.RegistryConfig;
import milena.registry.RegistryService;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.kafka.TopicProvisioner;
import milena.runtime.kafka.WantedTopic;
import milena.runtime.lifecycle.Deadline;
import milena.schemas.AvroFormat;
import milena.schemas.Dispatch;
import milena.schemas.LogProfile;
import milena.schemas.MailEvent;
import milena.schemas.Parked;
import milena.schemas.PolicyDocument;
import milena.schemas.Recipient;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import milena.standalone.data.RunningSystem;
import milena.standalone.kafka.EmbeddedKafka;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A real broker and registry on a data folder, and records of every stage written by hand. */
public final class HandWrittenLog implements AutoCloseable {

  /** The salt of this cluster. */
  public static final String SALT = "00112233445566778899aabbccddeeff";

  private static final LogProfile PROFILE =
      new LogProfile(3, 3, 1, 1, false, Duration.ofDays(9), Duration.ofDays(30));

  private final Path folder;
  private final EmbeddedKafka broker;
  private final RegistryService registry;
  private final RegistryClient schemas;
  private final ClientSettings clients;
  private final AvroFormat format;
  private final KafkaProducer<byte[], byte[]> producer;

  /** Starts on a data folder, which then looks as if a system ran on it. */
  public HandWrittenLog(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    broker = EmbeddedKafka.start(EmbeddedKafka.Options.at(folder.resolve("kafka")), fault -> {});
    Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrap());
    clients = new ClientSettings(kafka, "test");
    provideTopics();
    registry =
        new RegistryService(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            kafka,
            RegistryConfig.alone());
    registry.start();
    schemas = new RegistryClient(RegistrySettings.of(registry.url()));
    format = new AvroFormat(schemas);
    producer = new KafkaProducer<>(clients.producer("test"));
    RunningSystem.thisProcess(
            new RunningSystem.Listens(
                broker.bootstrap(), List.of(registry.url()), "", Optional.empty()),
            "")
        .write(folder);
  }

  private void provideTopics() throws InterruptedException {
    var wanted =
        Topics.all().stream()
            .map(
                topic ->
                    new WantedTopic(
                        topic.name(), topic.partitionCount(PROFILE), 1, topic.settings(PROFILE)))
            .toList();
    try (var admin = Admin.create(clients.admin())) {
      new TopicProvisioner(admin, Duration.ofSeconds(30)).provide(wanted);
    }
  }

  /** What clients connect to. */
  public String bootstrap() {
    return broker.bootstrap();
  }

  /** Where the registry answers. */
  public String registryUrl() {
    return registry.url().toString();
  }

  /** Clients of this log. */
  public ClientSettings clients() {
    return clients;
  }

  /** The format of its records. */
  public AvroFormat format() {
    return format;
  }

  /** An accepted transaction with recipients {@code r0@a.test}, {@code r1@a.test} and so on. */
  public void accept(String id, int recipients) {
    var list = new ArrayList<Recipient>();
    IntStream.range(0, recipients)
        .forEach(
            index ->
                list.add(
                    Recipient.newBuilder()
                        .setIndex(index)
                        .setAddress("r" + index + "@a.test")
                        .build()));
    var submission = Submission.newBuilder().setId(id).setTenant("default").setRecipients(list);
    write(Topics.SUBMISSIONS, null, id, submission.build());
  }

  /** An ending, after so many attempts. */
  public void end(String submissionId, String type, int attempt) {
    write(event(submissionId, type).setFinal$(true).setAttempt(attempt).build());
  }

  /** The beginning of an event. */
  public static MailEvent.Builder event(String submissionId, String type) {
    return MailEvent.newBuilder()
        .setType(type)
        .setSubmissionId(submissionId)
        .setMessageId(submissionId.substring(0, submissionId.lastIndexOf('.')))
        .setTime(Instant.now())
        .setTenant("default");
  }

  /** An event, where its message's other ones are. */
  public void write(MailEvent event) {
    write(Topics.EVENTS, null, event.getMessageId(), event);
  }

  /** A routed submission in a shaper's queue. */
  public void queue(String submissionId) {
    write(Topics.QUEUE, 0, submissionId, routed(submissionId));
  }

  /** One that the router has set aside until a time in ms. */
  public void park(String submissionId, String reason, long until) {
    write(
        Topics.PARKED,
        0,
        submissionId,
        Parked.newBuilder()
            .setRouted(routed(submissionId))
            .setReason(reason)
            .setUntil(until)
            .build());
  }

  private static RoutedSubmission routed(String submissionId) {
    return RoutedSubmission.newBuilder()
        .setSubmissionId(submissionId)
        .setTenant("default")
        .setRecipient("r0@a.test")
        .build();
  }

  /** What a shaper has stored under an offset of its queue. */
  public void state(long queueOffset, ShaperState.Builder state) {
    write(Topics.SHAPER_STATE, 0, key(queueOffset), state.build());
  }

  /** The beginning of such a state. */
  public static ShaperState.Builder state(
      String submissionId, String state, String reason, long dueAt) {
    return ShaperState.newBuilder()
        .setSubmissionId(submissionId)
        .setTenant("default")
        .setRecipient("r0@a.test")
        .setState(state)
        .setReason(reason)
        .setDueAt(dueAt);
  }

  /** The shaper has forgotten what it stored. */
  public void forget(long queueOffset) {
    write(Topics.SHAPER_STATE, 0, key(queueOffset), null);
  }

  /** A dispatch. */
  public void dispatch(String submissionId, int issue) {
    write(
        Topics.DISPATCH,
        0,
        submissionId,
        Dispatch.newBuilder().setSubmissionId(submissionId).setIssue(issue).build());
  }

  /** The document with the salt. */
  public void salt() {
    write(
        Topics.POLICY,
        0,
        "salt",
        PolicyDocument.newBuilder().setName("salt").setVersion(1).setBody(SALT).build());
  }

  /** Router and shaper have taken up all that is there. */
  public void takeUp() throws Exception {
    producer.flush();
    try (var admin = Admin.create(clients.admin())) {
      take(admin, "milena-router", List.of(Topics.SUBMISSIONS, Topics.RECIPIENTS));
      take(admin, "milena-shaper", List.of(Topics.QUEUE));
    }
  }

  private static void take(Admin admin, String group, List<String> topics) throws Exception {
    var latest = new HashMap<TopicPartition, OffsetSpec>();
    for (var topic : topics) {
      for (int partition = 0; partition < 3; partition++) {
        latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }
    var ends = admin.listOffsets(latest).all().get();
    var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
    ends.forEach((partition, end) -> offsets.put(partition, new OffsetAndMetadata(end.offset())));
    admin.alterConsumerGroupOffsets(group, offsets).all().get();
  }

  /** Waits until the broker has everything. */
  public void flush() {
    producer.flush();
  }

  private static String key(long queueOffset) {
    return new String(
        ByteBuffer.allocate(Long.BYTES).putLong(queueOffset).array(), StandardCharsets.ISO_8859_1);
  }

  /** A record of any topic; null where its key is deleted, or where the key says the partition. */
  public <T extends SpecificRecord> void write(
      String topic, @Nullable Integer partition, String key, @Nullable T value) {
    byte @Nullable [] bytes = value == null ? null : encode(topic, value);
    producer.send(
        new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.ISO_8859_1), bytes));
  }

  @SuppressWarnings("unchecked") // the class of a record is the class of that record
  private <T extends SpecificRecord> byte[] encode(String topic, T value) {
    return format.codec(topic, (Class<T>) value.getClass()).encode(value);
  }

  /** Stops; the log stays in the folder. */
  @Override
  public void close() throws IOException {
    producer.close();
    RunningSystem.remove(folder);
    schemas.close();
    registry.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
    broker.close();
  }
}
