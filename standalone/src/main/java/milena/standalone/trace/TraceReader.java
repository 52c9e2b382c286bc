package milena.standalone.trace;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import milena.schemas.MailEvent;
import milena.schemas.Parked;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.standalone.account.LogReader;
import milena.standalone.trace.Sought.One;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Reads from the log what a trace is made of. */
public final class TraceReader {

  private static final String ROUTER = "milena-router";
  private static final String SHAPER = "milena-shaper";

  private final LogReader log;
  private final RecordFormat format;
  private final int most;

  /**
   * Prepares a reading.
   *
   * @param most how many submissions are kept, the newest
   * @param progress is told what is being read
   */
  public TraceReader(LogReader log, RecordFormat format, int most, Consumer<String> progress) {
    this.log = log.telling(progress);
    this.format = format;
    this.most = most;
  }

  /**
   * Reads everything about what is sought, in the order of the way: a submission that goes on
   * meanwhile is met again further on, and one that ends at its end.
   */
  public Trace read(Sought sought) throws InterruptedException {
    if (sought instanceof One) {
      var ended = new Gathering(sought, most);
      events(sought, ended);
      if (ended.ended()) {
        return ended.trace();
      }
    }
    var all = new Gathering(sought, most);
    accepted(all);
    routed(Topics.RECIPIENTS, ROUTER, "router", all);
    parked(all);
    routed(Topics.QUEUE, SHAPER, "shaper", all);
    held(all);
    events(sought, all);
    return all.trace();
  }

  private void events(Sought sought, Gathering into) {
    var codec = format.codec(Topics.EVENTS, MailEvent.class);
    Consumer<ConsumerRecord<byte[], byte[]>> reader =
        record -> decode(codec, record.value()).ifPresent(into::event);
    var message = sought.messageId();
    if (message.isPresent()) {
      int partition = partition(message.get(), log.partitions(Topics.EVENTS));
      log.read(new TopicPartition(Topics.EVENTS, partition), reader);
    } else {
      log.read(Topics.EVENTS, 0, reader);
    }
  }

  /** The partition that a message's events are in: that of Kafka's own partitioner for its id. */
  static int partition(String messageId, int partitions) {
    var key = messageId.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  private void accepted(Gathering into) throws InterruptedException {
    var submissions = format.codec(Topics.SUBMISSIONS, Submission.class);
    log.unread(
        Topics.SUBMISSIONS,
        ROUTER,
        record ->
            decode(submissions, record.value())
                .ifPresent(
                    submission ->
                        submission
                            .getRecipients()
                            .forEach(
                                to ->
                                    into.unread(
                                        "router",
                                        submission.getId() + "." + to.getIndex(),
                                        to.getAddress()))));
  }

  private void routed(String topic, String group, String stage, Gathering into)
      throws InterruptedException {
    var codec = format.codec(topic, RoutedSubmission.class);
    log.unread(
        topic,
        group,
        record ->
            decode(codec, record.value())
                .ifPresent(
                    routed -> into.unread(stage, routed.getSubmissionId(), routed.getRecipient())));
  }

  private void parked(Gathering into) {
    var parked = format.codec(Topics.PARKED, Parked.class);
    log.read(
        Topics.PARKED,
        0,
        record ->
            into.parked(
                key(record),
                decode(parked, record.value())
                    .filter(entry -> entry.getRepeatable() == null)
                    .orElse(null)));
  }

  private void held(Gathering into) {
    var state = format.codec(Topics.SHAPER_STATE, ShaperState.class);
    log.read(
        Topics.SHAPER_STATE,
        0,
        record -> into.state(key(record), decode(state, record.value()).orElse(null)));
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.topic()
        + "/"
        + record.partition()
        + "/"
        + Base64.getEncoder().encodeToString(record.key());
  }

  private static <T> Optional<T> decode(RecordCodec<T> codec, byte @Nullable [] value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(codec.decode(value));
    } catch (UnreadableRecord e) {
      // It has a dead letter; there is nothing in it to show.
      return Optional.empty();
    }
  }
}
