package milena.standalone.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import milena.schemas.Dispatch;
import milena.schemas.MailEvent;
import milena.schemas.Parked;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.RoutedSubmission;
import milena.schemas.ShaperState;
import milena.schemas.Submission;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes the account of a range of time.
 *
 * <p>Topics are read in the order of the way, each to its end at that moment: a submission that
 * moves on while the account is taken is met again where it went, and an ending outweighs having
 * waited.
 */
public final class Audit {
  private static final String ROUTER = "milena-router";
  private static final String SHAPER = "milena-shaper";

  /**
   * What the account is about.
   *
   * @param from submissions accepted from then on, ms since the epoch; 0 for the beginning
   * @param to and before then
   * @param tenant of this tenant alone, if given
   * @param now as of when something is overdue, ms since the epoch
   */
  public record Scope(long from, long to, Optional<String> tenant, long now) {}

  private final LogReader log;
  private final RecordFormat format;
  private final Scope scope;
  private final Consumer<String> progress;

  /** Whether there are submissions that may be repeats of some before the range. */
  private boolean repeats;

  /** Prepares an account; {@code progress} is told what is being read. */
  public Audit(LogReader log, RecordFormat format, Scope scope, Consumer<String> progress) {
    this.log = log.telling(progress);
    this.format = format;
    this.scope = scope;
    this.progress = progress;
  }

  /** Takes the account. */
  public Account take() throws IOException, InterruptedException {
    try (var facts = new Buckets<>(Fact.FORM)) {
      submissions(facts);
      unread(facts, Topics.RECIPIENTS, ROUTER, "router");
      parked(facts);
      unread(facts, Topics.QUEUE, SHAPER, "shaper");
      shaperState(facts);
      dispatches(facts);
      events(facts);
      progress.accept("what was read");
      var reckoning = new Reckoning(scope.now());
      facts.each(reckoning::take);
      return reckoning.account();
    }
  }

  /**
   * A repeatable id may stand there twice: it is one submission, and a second ending is a fault.
   * Where the range has a beginning, the first may stand before it.
   */
  private void submissions(Buckets<Fact> facts) throws InterruptedException {
    var codec = format.codec(Topics.SUBMISSIONS, Submission.class);
    var routed = log.committed(ROUTER, Topics.SUBMISSIONS);
    log.read(
        Topics.SUBMISSIONS,
        scope.from(),
        record -> {
          if (record.timestamp() >= scope.to()) {
            return;
          }
          boolean waits = record.offset() >= routed.getOrDefault(record.partition(), 0L);
          for (var fact : accepted(codec, record)) {
            facts.add(fact);
            if (waits) {
              facts.add(Fact.waits(fact.id(), "router", record.timestamp()));
            }
          }
        });
  }

  private List<Fact> accepted(
      RecordCodec<Submission> codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      var submission = codec.decode(record.value());
      if (scope.tenant().isPresent() && !scope.tenant().get().equals(submission.getTenant())) {
        return List.of();
      }
      boolean mayBeRepeated = scope.from() > 0 && submission.getRepeatable();
      repeats |= mayBeRepeated;
      return submission.getRecipients().stream()
          .map(recipient -> submission.getId() + "." + recipient.getIndex())
          .map(id -> mayBeRepeated ? Fact.acceptedOrRepeated(id) : Fact.accepted(id))
          .toList();
    } catch (UnreadableRecord e) {
      return isOfTenant(record)
          ? text(record, Topics.HEADER_ID).stream().map(Fact::accepted).toList()
          : List.of();
    }
  }

  private boolean isOfTenant(ConsumerRecord<byte[], byte[]> record) {
    return scope.tenant().isEmpty() || scope.tenant().equals(text(record, Topics.HEADER_TENANT));
  }

  private static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String header) {
    return Optional.ofNullable(record.headers().lastHeader(header))
        .map(found -> new String(found.value(), StandardCharsets.UTF_8));
  }

  /** What a stage has not taken up yet waits there. */
  private void unread(Buckets<Fact> facts, String topic, String group, String stage)
      throws InterruptedException {
    var codec = format.codec(topic, RoutedSubmission.class);
    log.unread(
        topic,
        group,
        record ->
            decode(codec, record)
                .map(routed -> Fact.waits(routed.getSubmissionId(), stage, record.timestamp()))
                .ifPresent(facts::add));
  }

  private void parked(Buckets<Fact> facts) throws IOException {
    changelog(
        facts,
        Topics.PARKED,
        Parked.class,
        parked -> parked.getRepeatable() == null ? Optional.of(waiting(parked)) : Optional.empty());
  }

  private static Fact waiting(Parked parked) {
    return Fact.waits(
        parked.getRouted().getSubmissionId(),
        "parked: " + parked.getReason(),
        parked.getUntil() == 0 ? parked.getRouted().getExpiresAt() : parked.getUntil());
  }

  private void shaperState(Buckets<Fact> facts) throws IOException {
    changelog(facts, Topics.SHAPER_STATE, ShaperState.class, Audit::standing);
  }

  private static Optional<Fact> standing(ShaperState state) {
    return state.getInForce() == null ? Optional.of(fact(state)) : Optional.empty();
  }

  private static Fact fact(ShaperState state) {
    return state.getState().equals("outstanding")
        ? Fact.outstanding(
            state.getSubmissionId(), state.getReason(), state.getDueAt(), state.getIssue())
        : Fact.waits(state.getSubmissionId(), state.getReason(), state.getDueAt());
  }

  /** What a stage holds is what its changelog says last, whenever that was. */
  private <T extends SpecificRecord> void changelog(
      Buckets<Fact> facts, String topic, Class<T> type, Function<T, Optional<Fact>> says)
      throws IOException {
    var codec = format.codec(topic, type);
    try (var steps = new Changelog<>(Fact.FORM)) {
      log.read(
          topic,
          0,
          record ->
              steps.add(
                  record,
                  record.value() == null ? Optional.empty() : decode(codec, record).flatMap(says)));
      steps.last(facts::add);
    }
  }

  private void dispatches(Buckets<Fact> facts) {
    var codec = format.codec(Topics.DISPATCH, Dispatch.class);
    log.read(
        Topics.DISPATCH,
        scope.from(),
        record ->
            decode(codec, record)
                .map(dispatch -> Fact.dispatched(dispatch.getSubmissionId(), dispatch.getIssue()))
                .ifPresent(facts::add));
  }

  private void events(Buckets<Fact> facts) {
    var codec = format.codec(Topics.EVENTS, MailEvent.class);
    log.read(
        Topics.EVENTS,
        scope.from(),
        record -> decode(codec, record).flatMap(this::said).ifPresent(facts::add));
  }

  private Optional<Fact> said(MailEvent event) {
    if (event.getFinal$()) {
      return Optional.of(Fact.ended(event.getSubmissionId(), event.getType(), event.getAttempt()));
    }
    return repeats && event.getType().equals("accepted")
        ? Optional.of(Fact.told(event.getSubmissionId()))
        : Optional.empty();
  }

  private static <T> Optional<T> decode(
      RecordCodec<T> codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(codec.decode(record.value()));
    } catch (UnreadableRecord e) {
      // It has a dead letter and, where its headers name one, an ending: met as such.
      return Optional.empty();
    }
  }
}
