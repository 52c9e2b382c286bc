package milena.delivery.claim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import milena.delivery.connect.Lanes;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.schemas.AttemptEntry;
import milena.schemas.AttemptResult;
import milena.schemas.AvroFormat;
import milena.schemas.Body;
import milena.schemas.BodyRef;
import milena.schemas.Claim;
import milena.schemas.Dispatch;
import milena.schemas.LogProfile;
import milena.schemas.Recipient;
import milena.schemas.RecordFormat;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** A broker, what the shaper and ingest write to it, and workers that a test starts and stops. */
public final class Rig implements AutoCloseable {
  private static final Duration HORIZON = Duration.ofDays(7);
  static final Duration LEASE = Duration.ofSeconds(3);
  public static final ClaimLimits LIMITS = leasing(LEASE);

  public final RecordFormat format = new AvroFormat(new FixedIds());
  final FreshRecords fresh = new FreshRecords();
  final AtomicReference<Throwable> fault = new AtomicReference<>();
  private final TestBroker broker;
  private final Producer<byte[], byte[]> producer;
  private final Producer<byte[], byte[]> dispatcher;
  private final List<Runnable> started = new ArrayList<>();

  public Rig(Path folder, int partitions) throws Exception {
    broker = new TestBroker(folder);
    broker.start();
    broker.createTopics(
        new LogProfile(partitions, partitions, 1, 1, false, HORIZON, HORIZON), Topics.all());
    var atOnce = settings("test").producer("test");
    atOnce.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    producer = new KafkaProducer<>(atOnce);
    dispatcher = new KafkaProducer<>(settings("test").transactionalProducer("shaper"));
    dispatcher.initTransactions();
  }

  static ClaimLimits leasing(Duration lease) {
    return new ClaimLimits(
        lease,
        false,
        1000,
        5000,
        Duration.ofSeconds(60),
        Duration.ofMillis(200),
        Duration.ofSeconds(2));
  }

  public ClientSettings settings(String node) {
    return new ClientSettings(Map.of("bootstrap.servers", broker.bootstrap()), node);
  }

  BodyReader bodies() {
    var bodies =
        new BodyReader(
            settings("bodies"),
            format,
            fresh,
            new BodyLimits(8 << 20, Duration.ofSeconds(5)),
            System::nanoTime);
    started.add(bodies::close);
    return bodies;
  }

  Claims worker(String node, ClaimLimits limits, Lanes lanes, LongSupplier nanoClock) {
    var bodies =
        new BodyReader(
            settings(node), format, new FreshRecords(), BodyLimits.DEFAULT, System::nanoTime);
    var claims =
        new Claims(
            new Claims.Parts(settings(node), format, bodies, lanes),
            limits,
            InstantSource.system(),
            nanoClock,
            fault::set);
    claims.start();
    started.add(bodies::close);
    started.add(() -> end(claims));
    return claims;
  }

  private static void end(Claims claims) {
    try {
      claims.stop(Deadline.after(Duration.ofSeconds(2), System::nanoTime));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void stop(Claims claims) throws InterruptedException {
    claims.stop(Deadline.after(Duration.ofSeconds(5), System::nanoTime));
  }

  BodyRef submit(String messageId, byte[] body, int partition) throws Exception {
    return write(Topics.SUBMISSIONS, partition, submission(messageId, body));
  }

  /** A record of one with a lone recipient. */
  byte[] submission(String messageId, byte[] body) {
    var submission =
        Submission.newBuilder()
            .setId(messageId)
            .setSender("from@example.org")
            .setRecipients(List.of(recipient(messageId)))
            .setBody(
                Body.newBuilder().setInline(ByteBuffer.wrap(body)).setSize(body.length).build())
            .build();
    return format.codec(Topics.SUBMISSIONS, Submission.class).encode(submission);
  }

  BodyRef write(String topic, int partition, byte[] value) throws Exception {
    var sent = producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
    return place(topic, partition, sent.offset());
  }

  static BodyRef place(String topic, int partition, long offset) {
    return BodyRef.newBuilder().setTopic(topic).setPartition(partition).setOffset(offset).build();
  }

  private static Recipient recipient(String messageId) {
    return Recipient.newBuilder().setIndex(0).setAddress(messageId + "@example.com").build();
  }

  /** Submissions and their dispatches, all in one transaction of the shaper for each partition. */
  public void dispatch(int partition, int count, long validUntil) throws Exception {
    var dispatches = new ArrayList<Dispatch>();
    for (int i = 0; i < count; i++) {
      var id = "m" + partition + "-" + i;
      var ref = submit(id, new byte[100], partition);
      dispatches.add(dispatchOf(id, ref, validUntil));
    }
    dispatch(partition, dispatches);
  }

  static Dispatch dispatchOf(String messageId, BodyRef ref, long validUntil) {
    return Dispatch.newBuilder()
        .setSubmissionId(messageId + ".0")
        .setAttempt(1)
        .setIssue(1)
        .setSite("example.com")
        .setDomain("example.com")
        .setRef(ref)
        .setValidUntil(validUntil)
        .setExpiresAt(validUntil)
        .build();
  }

  void dispatch(int partition, List<Dispatch> dispatches) {
    var codec = format.codec(Topics.DISPATCH, Dispatch.class);
    dispatcher.beginTransaction();
    for (var dispatch : dispatches) {
      dispatcher.send(
          new ProducerRecord<>(Topics.DISPATCH, partition, null, codec.encode(dispatch)));
    }
    dispatcher.commitTransaction();
  }

  void dispatchUnreadable(int partition, String submissionId) {
    var record = new ProducerRecord<byte[], byte[]>(Topics.DISPATCH, partition, null, new byte[9]);
    record.headers().add(Topics.HEADER_ID, submissionId.getBytes(StandardCharsets.UTF_8));
    dispatcher.beginTransaction();
    dispatcher.send(record);
    dispatcher.commitTransaction();
  }

  void claim(int partition, long epoch, String worker, boolean released) throws Exception {
    var claim =
        Claim.newBuilder()
            .setEpoch(epoch)
            .setWorker(worker)
            .setIncarnation("before")
            .setLeaseMs((int) LEASE.toMillis())
            .setReleased(released)
            .build();
    write(Topics.ATTEMPTS, partition, encode(AttemptEntry.newBuilder().setClaim(claim).build()));
  }

  void result(int partition, long offset, Dispatch dispatch) throws Exception {
    var result =
        AttemptResult.newBuilder()
            .setSubmissionId(dispatch.getSubmissionId())
            .setAttempt(dispatch.getAttempt())
            .setIssue(dispatch.getIssue())
            .setDispatchOffset(offset)
            .setOutcome("delivered")
            .build();
    write(Topics.ATTEMPTS, partition, encode(AttemptEntry.newBuilder().setResult(result).build()));
  }

  private byte[] encode(AttemptEntry entry) {
    return format.codec(Topics.ATTEMPTS, AttemptEntry.class).encode(entry);
  }

  public List<AttemptResult> results() {
    return attempts().stream()
        .map(AttemptEntry::getResult)
        .filter(result -> result != null)
        .toList();
  }

  List<Claim> claims() {
    return attempts().stream().map(AttemptEntry::getClaim).filter(claim -> claim != null).toList();
  }

  private List<AttemptEntry> attempts() {
    var codec = format.codec(Topics.ATTEMPTS, AttemptEntry.class);
    var entries = new ArrayList<AttemptEntry>();
    for (var record : read(Topics.ATTEMPTS)) {
      try {
        entries.add(codec.decode(record.value()));
      } catch (UnreadableRecord e) {
        throw new IllegalStateException(e);
      }
    }
    return entries;
  }

  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(settings("test").reader("test"))) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  /** Commits as a worker did that is not there any more. */
  void commit(int partition, long offset, CommitNote note) throws Exception {
    try (var admin = Admin.create(settings("test").admin())) {
      var commit = new OffsetAndMetadata(offset, note.encode());
      admin
          .alterConsumerGroupOffsets(
              "milena-workers", Map.of(new TopicPartition(Topics.DISPATCH, partition), commit))
          .all()
          .get();
    }
  }

  /** Up to where the workers have committed; -1 when they have not. */
  long committed(int partition) throws Exception {
    try (var admin = Admin.create(settings("test").admin())) {
      var offsets =
          admin.listConsumerGroupOffsets("milena-workers").partitionsToOffsetAndMetadata().get();
      var commit = offsets.get(new TopicPartition(Topics.DISPATCH, partition));
      return commit == null ? -1 : commit.offset();
    }
  }

  public Set<String> finished() {
    return Set.copyOf(results().stream().map(AttemptResult::getSubmissionId).toList());
  }

  @Override
  public void close() {
    started.reversed().forEach(Runnable::run);
    producer.close(Duration.ofSeconds(1));
    dispatcher.close(Duration.ofSeconds(1));
    broker.close();
  }
}
