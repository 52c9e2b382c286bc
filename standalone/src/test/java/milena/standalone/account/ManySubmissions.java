package milena.standalone.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import milena.schemas.Body;
import milena.schemas.Dispatch;
import milena.schemas.MailEvent;
import milena.schemas.Parked;
import milena.schemas.Recipient;
import milena.schemas.RecordCodec;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.standalone.HandWrittenLog;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the stages write of very many submissions, straight into the log and in large
 * batches. Each record of a kind is the same but for its ids.
 */
final class ManySubmissions implements AutoCloseable {

  private static final int PARTITIONS = 3;
  private static final int BODY_BYTES = 200;
  private static final Duration LATER = Duration.ofDays(1);

  /** What becomes of them in turn: so many of {@link #TURN} each. */
  private static final int TURN = 20;

  private static final int BOUNCED = 16;
  private static final int DEFERRED = 17;
  private static final int OUTSTANDING = 18;
  private static final int PARKED = 19;

  /** One of those delivered, of which the ending and everything else is missing. */
  static final long MISSING = 7 * TURN;

  /** One of those delivered, which bounced too. */
  static final long DOUBLED = 11 * TURN;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Codecs codecs;

  // A builder that has every field from a whole record asks Avro for no default.
  private final Submission.Builder accepted =
      Submission.newBuilder(
          Submission.newBuilder()
              .setTenant("default")
              .setSender("shop@s.test")
              .setRecipients(List.of(Recipient.newBuilder().setAddress("r@a.test").build()))
              .setBody(Body.newBuilder().setInline(ByteBuffer.allocate(BODY_BYTES)).build())
              .build());

  private final ShaperState.Builder held =
      ShaperState.newBuilder(HandWrittenLog.state("", "", "", later()).setIssue(1).build());
  private final Dispatch.Builder dispatch =
      Dispatch.newBuilder(Dispatch.newBuilder().setIssue(1).build());
  private final RoutedSubmission.Builder routed =
      RoutedSubmission.newBuilder(RoutedSubmission.newBuilder().setTenant("default").build());
  private final MailEvent.Builder event =
      MailEvent.newBuilder(HandWrittenLog.event("M.0", "").setRecipient("r@a.test").build());

  private record Codecs(
      RecordCodec<Submission> submissions,
      RecordCodec<ShaperState> states,
      RecordCodec<Dispatch> dispatches,
      RecordCodec<Parked> parked,
      RecordCodec<MailEvent> events) {}

  ManySubmissions(HandWrittenLog log) {
    Map<String, Object> settings = new HashMap<>(log.clients().producer("many"));
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 512 * 1024);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 100);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 120_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 240_000);
    producer = new KafkaProducer<>(settings);
    var format = log.format();
    codecs =
        new Codecs(
            format.codec(Topics.SUBMISSIONS, Submission.class),
            format.codec(Topics.SHAPER_STATE, ShaperState.class),
            format.codec(Topics.DISPATCH, Dispatch.class),
            format.codec(Topics.PARKED, Parked.class),
            format.codec(Topics.EVENTS, MailEvent.class));
  }

  private static long later() {
    return Instant.now().plus(LATER).toEpochMilli();
  }

  /** The id of one of them. */
  static String id(long number) {
    return "01KB6Y0V8M%016d.0".formatted(number);
  }

  private static String message(String submissionId) {
    return submissionId.substring(0, submissionId.lastIndexOf('.'));
  }

  /** How many of {@code count} take one of the turns. */
  static long share(long count, int turns) {
    return count / TURN * turns;
  }

  /** Writes so many, a multiple of 20: 16 of 20 delivered, the others one each. */
  void write(long count) {
    for (long number = 0; number < count; number++) {
      var id = id(number);
      accepted.setId(message(id));
      send(Topics.SUBMISSIONS, number, accepted.build(), codecs.submissions);
      if (number != MISSING) {
        event(number, "accepted", false);
        goOn(number, id);
      }
    }
    event(DOUBLED, "bounced", true);
    producer.flush();
  }

  private void goOn(long number, String id) {
    switch ((int) (number % TURN)) {
      case BOUNCED -> ended(number, id, "bounced");
      case DEFERRED -> held(number, id, "deferred", "retry");
      case OUTSTANDING -> {
        held(number, id, "outstanding", "outstanding");
        dispatched(number, id);
      }
      case PARKED -> {
        var aside =
            Parked.newBuilder()
                .setRouted(routed.setSubmissionId(id).build())
                .setReason("site-unknown")
                .setUntil(later());
        send(Topics.PARKED, number, aside.build(), codecs.parked);
      }
      default -> ended(number, id, "delivered");
    }
  }

  private void ended(long number, String id, String ending) {
    held(number, id, "outstanding", "outstanding");
    dispatched(number, id);
    event(number, ending, true);
    send(Topics.SHAPER_STATE, number, null, codecs.states);
  }

  private void held(long number, String id, String state, String reason) {
    held.setSubmissionId(id).setState(state).setReason(reason);
    send(Topics.SHAPER_STATE, number, held.build(), codecs.states);
  }

  private void dispatched(long number, String id) {
    dispatch.setSubmissionId(id);
    send(Topics.DISPATCH, number, dispatch.build(), codecs.dispatches);
  }

  private void event(long number, String type, boolean ending) {
    var id = id(number);
    event.setType(type).setSubmissionId(id).setMessageId(message(id));
    event.setFinal$(ending).setAttempt(ending ? 1 : 0);
    send(Topics.EVENTS, number, event.build(), codecs.events);
  }

  private <T extends SpecificRecord> void send(
      String topic, long number, @Nullable T record, RecordCodec<T> codec) {
    var key =
        topic.equals(Topics.SHAPER_STATE)
            ? ByteBuffer.allocate(Long.BYTES).putLong(number).array()
            : id(number).getBytes(StandardCharsets.US_ASCII);
    byte @Nullable [] value = record == null ? null : codec.encode(record);
    producer.send(new ProducerRecord<>(topic, (int) (number % PARTITIONS), key, value));
  }

  @Override
  public void close() {
    producer.close();
  }
}
