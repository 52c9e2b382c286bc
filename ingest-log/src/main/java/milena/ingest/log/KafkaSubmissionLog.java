package milena.ingest.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import milena.schemas.ContentChunk;
import milena.schemas.InboundReport;
import milena.schemas.RecipientHash;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Submission;
import milena.schemas.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in Kafka. One producer serves every connection, so that one flush of the broker
 * acknowledges what all of them wait for (group commit). Sending never blocks: topics are known
 * before the first send and are never forgotten, and a full buffer fails at once.
 *
 * <p>Failures are bounded by the producer's delivery timeout and nothing has to be done to recover:
 * the next append simply works again.
 */
public final class KafkaSubmissionLog implements SubmissionLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaSubmissionLog.class);
  private static final Duration FAILING_FOR = Duration.ofSeconds(20);
  private static final Duration METADATA_PAUSE = Duration.ofMillis(20);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Written written;
  private final RecordCodec<Submission> submissions;
  private final RecordCodec<ContentChunk> chunks;
  private final RecordFormat format;
  private final ThreadLocal<RecipientHash> hash;
  private volatile int submissionPartitions;
  private volatile int contentPartitions;
  private volatile boolean failing;
  private volatile long failedAt;

  /**
   * Makes a producer; it connects in the background.
   *
   * @param client how Kafka is reached: bootstrap servers and security
   * @param format how records become bytes
   * @param salt the cluster's salt for keys, at least 16 bytes
   * @param written told of each submission before the door that asked for it is
   */
  public KafkaSubmissionLog(
      Map<String, Object> client,
      RecordFormat format,
      byte[] salt,
      LogSettings settings,
      Written written) {
    this.written = written;
    var key = salt.clone();
    hash = ThreadLocal.withInitial(() -> new RecipientHash(key));
    this.format = format;
    submissions = format.codec(Topics.SUBMISSIONS, Submission.class);
    chunks = format.codec(Topics.CONTENT, ContentChunk.class);
    producer =
        new KafkaProducer<>(
            ProducerSettings.of(client, settings),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Waits until the topics are known and the record formats have their schema ids, which sending
   * relies on. Blocks the caller, at most as long as told.
   *
   * @throws TimeoutException when the cluster did not say in time
   */
  public void open(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    submissionPartitions = partitions(Topics.SUBMISSIONS, deadline);
    contentPartitions = partitions(Topics.CONTENT, deadline);
    submissions.encode(SubmissionRecord.of(SubmissionRecord.SAMPLE));
    chunks.encode(new ContentChunk("", 0, true, "", ByteBuffer.allocate(0)));
  }

  /**
   * The log of what comes back, by the same producer. Blocks as {@link #open} does.
   *
   * @throws TimeoutException when the cluster did not say in time
   */
  public SubmissionLog reports(Duration atMost) throws InterruptedException {
    int partitions = partitions(Topics.INBOUND, System.nanoTime() + atMost.toNanos());
    return new ReportLog(
        format.codec(Topics.INBOUND, InboundReport.class),
        hash::get,
        partitions,
        (record, whenDone) -> send(record, Written.NOBODY, whenDone));
  }

  private int partitions(String topic, long deadline) throws InterruptedException {
    while (true) {
      try {
        return producer.partitionsFor(topic).size();
      } catch (TimeoutException notYet) {
        if (System.nanoTime() - deadline > 0) {
          throw notYet;
        }
        Thread.sleep(METADATA_PAUSE);
      }
    }
  }

  @Override
  public void append(ContentSlice slice, Consumer<LogOutcome> whenDone) {
    var key = slice.contentId().getBytes(StandardCharsets.UTF_8);
    int partition = RecipientHash.partition(hash.get().of(slice.contentId()), contentPartitions);
    var value =
        chunks.encode(
            new ContentChunk(slice.contentId(), slice.index(), slice.last(), "", slice.data()));
    send(new ProducerRecord<>(Topics.CONTENT, partition, key, value), Written.NOBODY, whenDone);
  }

  @Override
  public void append(Submittal submittal, Consumer<LogOutcome> whenDone) {
    var key = hash.get().of(home(submittal));
    int partition = RecipientHash.partition(key, submissionPartitions);
    var value = submissions.encode(SubmissionRecord.of(submittal));
    List<Header> headers =
        List.of(
            new RecordHeader(Topics.HEADER_ID, submittal.id().getBytes(StandardCharsets.UTF_8)),
            new RecordHeader(
                Topics.HEADER_TENANT, submittal.tenant().getBytes(StandardCharsets.UTF_8)));
    send(
        new ProducerRecord<>(Topics.SUBMISSIONS, partition, null, key, value, headers),
        written,
        whenDone);
  }

  /**
   * What the key is made of. A lone recipient spares the router a hop; but a repeat is known by its
   * id alone, and whatever else it says, it has to come to where that id is remembered.
   */
  private static String home(Submittal submittal) {
    var recipients = submittal.envelope().recipients();
    return recipients.size() == 1 && !submittal.wishes().repeatable()
        ? recipients.getFirst().canonical()
        : submittal.id();
  }

  private void send(
      ProducerRecord<byte[], byte[]> record, Written told, Consumer<LogOutcome> whenDone) {
    if (record.value().length > Topics.MAX_RECORD_BYTES - ProducerSettings.RECORD_OVERHEAD) {
      whenDone.accept(new LogUnavailable("RecordTooLarge"));
      return;
    }
    try {
      producer.send(
          record,
          (metadata, failure) -> {
            if (failure != null) {
              whenDone.accept(unavailable(record.topic(), failure));
            } else if (!metadata.hasOffset()) {
              // A retry that the broker knew as a repeat but no longer where it put it.
              whenDone.accept(new LogUnavailable("OffsetUnknown"));
            } else {
              available();
              told.written(metadata.partition(), metadata.offset(), record.value());
              whenDone.accept(new LogReceipt(metadata.partition(), metadata.offset()));
            }
          });
    } catch (KafkaException | IllegalStateException refused) {
      whenDone.accept(unavailable(record.topic(), refused));
    }
  }

  // Logged when it begins and when it ends: a log that is away fails every message.
  private LogUnavailable unavailable(String topic, Exception failure) {
    var reason = failure.getClass().getSimpleName();
    failedAt = System.nanoTime();
    if (!failing) {
      failing = true;
      LOG.warn("log unavailable topic={} reason={}", topic, reason);
    }
    return new LogUnavailable(reason);
  }

  private void available() {
    if (failing) {
      failing = false;
      LOG.info("log available again");
    }
  }

  /**
   * Whether the last append failed, and not long ago: without mail nothing would show that the log
   * is back, and whoever sends mail only to what is ready must come back to find out.
   */
  public boolean failing() {
    return failing && System.nanoTime() - failedAt < FAILING_FOR.toNanos();
  }

  /** Lets what is under way end, at most as long as told; what is left then fails. */
  public void close(Duration atMost) {
    producer.close(atMost);
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
