package milena.delivery.claim;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import milena.delivery.connect.Lanes;
import milena.delivery.connect.Letter;
import milena.delivery.outcome.AttemptOutcome;
import milena.schemas.AttemptResult;
import milena.schemas.Dispatch;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes dispatches in and writes down what became of them. A dispatch is finished when the log has
 * acknowledged its result, and not before; until then its result is written again and again.
 *
 * <p>Outcomes come from any thread. What they mean for partitions is queued for the thread that
 * reads dispatches, which calls {@link #settle}, and {@link #offer} when it has taken some.
 */
final class Intake implements DispatchDesk {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  private final RecordCodec<Dispatch> codec;
  private final AttemptLog attempts;
  private final DeadLetters deadLetters;
  private final Lanes lanes;
  private final BodyReader bodies;
  private final String worker;
  private final InstantSource clock;
  private final LongSupplier nanoClock;

  /** Each dispatch in flight has at most one entry in each, so the bound of those bounds these. */
  private final Queue<Runnable> arrived = new ConcurrentLinkedQueue<>();

  private final Queue<Runnable> again = new ConcurrentLinkedQueue<>();

  /** Taken in the present turn; offered together, so that they can share transactions. */
  private final List<ClaimedDispatch> begun = new ArrayList<>();

  /**
   * What it works with.
   *
   * @param worker the name that results carry
   */
  record Parts(
      RecordFormat format,
      AttemptLog attempts,
      DeadLetters deadLetters,
      Lanes lanes,
      BodyReader bodies,
      String worker) {}

  Intake(Parts parts, InstantSource clock, LongSupplier nanoClock) {
    this.codec = parts.format().codec(Topics.DISPATCH, Dispatch.class);
    this.attempts = parts.attempts();
    this.deadLetters = parts.deadLetters();
    this.lanes = parts.lanes();
    this.bodies = parts.bodies();
    this.worker = parts.worker();
    this.clock = clock;
    this.nanoClock = nanoClock;
  }

  /** Takes the next dispatch of a partition, to be offered with others. */
  void take(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record) {
    try {
      var dispatch = codec.decode(record.value());
      if (partition.finishedBefore().remove(record.offset(), dispatch)) {
        partition.progress().pass(record.offset());
        return;
      }
      var claimed = new ClaimedDispatch(this, partition, dispatch, record.offset());
      partition.progress().take(record.offset(), taken(partition, record.offset(), claimed));
      begin(claimed);
    } catch (UnreadableRecord e) {
      takeUnreadable(partition, record, e.getMessage());
    }
  }

  private Taken taken(OwnedPartition partition, long offset, ClaimedDispatch claimed) {
    return new Taken(offset, nanoClock.getAsLong(), partition.attemptsPosition(), claimed);
  }

  private void begin(ClaimedDispatch claimed) {
    long now = clock.millis();
    if (claimed.offset() == claimed.owner().deaths().condemned()) {
      log.warn("dispatch failed submission={} reason=died-of-it", claimed.submissionId());
      claimed.finish(Results.killsWorkers(now));
    } else if (claimed.validUntil() < now) {
      claimed.finish(Results.tooLate(now));
    } else {
      begun.add(claimed);
    }
  }

  /** Offers to the lanes what was taken since it did so last. */
  void offer() {
    if (!begun.isEmpty()) {
      lanes.offer(List.copyOf(begun));
      begun.clear();
    }
  }

  private void takeUnreadable(
      OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, @Nullable String error) {
    var id = text(record.headers(), Topics.HEADER_ID);
    if (partition.finishedBefore().removeUnreadable(record.offset(), id)) {
      partition.progress().pass(record.offset());
      return;
    }
    log.warn(
        "dispatch unreadable submission={} partition={} offset={} reason={}",
        id,
        record.partition(),
        record.offset(),
        error);
    long offset = record.offset();
    partition
        .progress()
        .take(offset, new Taken(offset, nanoClock.getAsLong(), partition.attemptsPosition(), null));
    bury(partition, record, String.valueOf(error));
  }

  private void bury(OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, String error) {
    var id = text(record.headers(), Topics.HEADER_ID);
    deadLetters.append(
        record,
        error,
        acknowledged -> {
          if (!acknowledged) {
            again.add(() -> bury(partition, record, error));
          } else if (id.isEmpty()) {
            arrived.add(() -> partition.finished(record.offset()));
          } else {
            var tenant = text(record.headers(), Topics.HEADER_TENANT);
            var result = Results.unreadable(id, tenant, partition, record.offset(), worker);
            append(partition, result, () -> partition.finished(record.offset()));
          }
        });
  }

  private static String text(Headers headers, String name) {
    var header = headers.lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public CompletionStage<Letter> open(Dispatch dispatch) {
    return bodies.open(dispatch);
  }

  @Override
  public void finish(ClaimedDispatch claimed, AttemptOutcome outcome) {
    var partition = claimed.owner();
    append(
        partition,
        Results.result(claimed, outcome, worker),
        () -> partition.finished(claimed.offset()));
  }

  /** Lets those above a dispatch that hangs go on, while it keeps its slot. */
  void pass(ClaimedDispatch claimed) {
    var partition = claimed.owner();
    log.warn("dispatch passed submission={} reason=hangs", claimed.submissionId());
    append(
        partition,
        Results.stillTrying(claimed, worker, clock.millis()),
        () -> partition.passed(claimed));
  }

  private void append(OwnedPartition partition, AttemptResult result, Runnable acknowledged) {
    attempts.append(
        partition.number(),
        result,
        done -> {
          if (done) {
            arrived.add(acknowledged);
          } else {
            again.add(() -> append(partition, result, acknowledged));
          }
        });
  }

  @Override
  public void putBack(ClaimedDispatch claimed) {
    again.add(
        () -> {
          var partition = claimed.owner();
          var afresh = claimed.afresh();
          partition.replace(taken(partition, claimed.offset(), afresh), afresh);
          if (partition.isClosing()) {
            afresh.drop();
          } else if (partition.maySend()) {
            begin(afresh);
          } else {
            putBack(afresh);
          }
        });
  }

  /** Applies what has been acknowledged. */
  void settle() {
    for (var next = arrived.poll(); next != null; next = arrived.poll()) {
      next.run();
    }
  }

  /** Tries again what the log did not take and what had no claim; once in a while. */
  void retry() {
    for (int left = again.size(); left > 0; left--) {
      var next = again.poll();
      if (next != null) {
        next.run();
      }
    }
  }
}
