package milena.standalone.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

  /** Prepares an account; {@code progress} is told which topic is being read. */
  public Audit(LogReader log, RecordFormat format, Scope scope, Consumer<String> progress) {
    this.log = log;
    this.format = format;
    this.scope = scope;
    this.progress = progress;
  }

  /** Takes the account. */
  public Account take() throws IOException, InterruptedException {
    try (var facts = new Buckets()) {
      submissions(facts);
      recipients(facts);
      parked(facts);
      queue(facts);
      shaperState(facts);
      dispatches(facts);
      events(facts);
      var reckoning = new Reckoning(scope.now());
      facts.each(reckoning::take);
      return reckoning.account();
    }
  }

  private void submissions(Buckets facts) throws InterruptedException {
    var codec = format.codec(Topics.SUBMISSIONS, Submission.class);
    var routed = log.committed(ROUTER, Topics.SUBMISSIONS);
    read(
        Topics.SUBMISSIONS,
        record -> {
          if (record.timestamp() >= scope.to()) {
            return;
          }
          boolean waits = record.offset() >= routed.getOrDefault(record.partition(), 0L);
          for (var id : accepted(codec, record)) {
            facts.add(new Fact(id, Fact.Kind.ACCEPTED, "", 0));
            if (waits) {
              facts.add(new Fact(id, Fact.Kind.WAITS, "router", record.timestamp()));
            }
          }
        });
  }

  private List<String> accepted(
      RecordCodec<Submission> codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      var submission = codec.decode(record.value());
      if (scope.tenant().isPresent() && !scope.tenant().get().equals(submission.getTenant())) {
        return List.of();
      }
      return submission.getRecipients().stream()
          .map(recipient -> submission.getId() + "." + recipient.getIndex())
          .toList();
    } catch (UnreadableRecord e) {
      var id = record.headers().lastHeader(Topics.HEADER_ID);
      return id == null ? List.of() : List.of(new String(id.value(), StandardCharsets.UTF_8));
    }
  }

  private void recipients(Buckets facts) throws InterruptedException {
    unread(facts, Topics.RECIPIENTS, ROUTER, "router");
  }

  private void queue(Buckets facts) throws InterruptedException {
    unread(facts, Topics.QUEUE, SHAPER, "shaper");
  }

  /** What a stage has not taken up yet waits there. */
  private void unread(Buckets facts, String topic, String group, String reason)
      throws InterruptedException {
    var codec = format.codec(topic, RoutedSubmission.class);
    var taken = log.committed(group, topic);
    read(
        topic,
        record -> {
          if (record.offset() >= taken.getOrDefault(record.partition(), 0L)) {
            decode(codec, record)
                .ifPresent(
                    routed ->
                        facts.add(
                            new Fact(
                                routed.getSubmissionId(),
                                Fact.Kind.WAITS,
                                reason,
                                record.timestamp())));
          }
        });
  }

  private void parked(Buckets facts) throws IOException {
    var codec = format.codec(Topics.PARKED, Parked.class);
    try (var steps = new Changelog<>(codec)) {
      log.read(Topics.PARKED, 0, steps::add);
      steps.last(
          parked ->
              facts.add(
                  new Fact(
                      parked.getRouted().getSubmissionId(),
                      Fact.Kind.WAITS,
                      "parked: " + parked.getReason(),
                      parked.getUntil() == 0 ? Long.MAX_VALUE / 2 : parked.getUntil())));
    }
  }

  private void shaperState(Buckets facts) throws IOException {
    progress.accept(Topics.SHAPER_STATE);
    var codec = format.codec(Topics.SHAPER_STATE, ShaperState.class);
    try (var steps = new Changelog<>(codec)) {
      log.read(Topics.SHAPER_STATE, 0, steps::add);
      steps.last(
          state -> {
            var id = state.getSubmissionId();
            if (state.getState().equals("outstanding")) {
              facts.add(new Fact(id, Fact.Kind.OUTSTANDING, state.getReason(), state.getDueAt()));
              facts.add(new Fact(id, Fact.Kind.AWAITED_ISSUE, "", state.getIssue()));
            } else {
              facts.add(new Fact(id, Fact.Kind.WAITS, state.getReason(), state.getDueAt()));
            }
          });
    }
  }

  private void dispatches(Buckets facts) {
    var codec = format.codec(Topics.DISPATCH, Dispatch.class);
    read(
        Topics.DISPATCH,
        record ->
            decode(codec, record)
                .ifPresent(
                    dispatch ->
                        facts.add(
                            new Fact(
                                dispatch.getSubmissionId(),
                                Fact.Kind.DISPATCHED,
                                "",
                                dispatch.getIssue()))));
  }

  private void events(Buckets facts) {
    var codec = format.codec(Topics.EVENTS, MailEvent.class);
    read(
        Topics.EVENTS,
        record ->
            decode(codec, record)
                .filter(MailEvent::getFinal$)
                .ifPresent(
                    event ->
                        facts.add(
                            new Fact(
                                event.getSubmissionId(),
                                Fact.Kind.ENDED,
                                event.getType(),
                                event.getAttempt()))));
  }

  private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    progress.accept(topic);
    log.read(topic, scope.from(), reader);
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

  /** A compacted topic's last values, by way of files as well. */
  private static final class Changelog<T> implements AutoCloseable {
    private final RecordCodec<T> codec;
    private final Buckets steps = new Buckets();

    Changelog(RecordCodec<T> codec) throws IOException {
      this.codec = codec;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      var key =
          record.partition() + "/" + java.util.Base64.getEncoder().encodeToString(record.key());
      var value =
          record.value() == null
              ? ""
              : java.util.Base64.getEncoder().encodeToString(record.value());
      steps.add(new Fact(key, Fact.Kind.WAITS, value, record.offset()));
    }

    void last(Consumer<T> reader) throws IOException {
      steps.each(
          facts -> {
            Map<String, Fact> lasts = new HashMap<>();
            facts.forEach(fact -> lasts.merge(fact.id(), fact, (a, b) -> b));
            lasts.values().stream()
                .filter(fact -> !fact.word().isEmpty())
                .forEach(fact -> read(fact, reader));
          });
    }

    private void read(Fact fact, Consumer<T> reader) {
      try {
        reader.accept(codec.decode(java.util.Base64.getDecoder().decode(fact.word())));
      } catch (UnreadableRecord e) {
        throw new IllegalStateException("changelog entry " + fact.id() + " cannot be read", e);
      }
    }

    @Override
    public void close() throws IOException {
      steps.close();
    }
  }
}
