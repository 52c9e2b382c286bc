package milena.delivery.claim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import milena.delivery.claim.ClaimState.Confirming;
import milena.delivery.claim.ClaimState.GivenBack;
import milena.delivery.claim.ClaimState.Held;
import milena.delivery.claim.ClaimState.Lost;
import milena.delivery.claim.ClaimState.Reading;
import milena.delivery.claim.ClaimState.WaitingOut;
import milena.schemas.AttemptResult;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition that the group gave to this worker: its claim, and how far it has got.
 *
 * <p>Belongs to the thread that reads dispatches; only {@link #maySend}, {@link #epoch} and {@link
 * #isClosing} are for everyone.
 */
final class OwnedPartition {
  private static final Logger log = LoggerFactory.getLogger(OwnedPartition.class);

  private final int number;
  private final ClaimRules rules;
  private final LongSupplier nanoClock;
  private final Inherited inherited;
  private final FinishedBefore finishedBefore;
  private final Progress<Taken> progress;
  private final Deque<ConsumerRecord<byte[], byte[]>> backlog = new ArrayDeque<>();

  /** Passed by a still-trying result, and still under way. */
  private final Map<Long, ClaimedDispatch> carried = new HashMap<>();

  private ClaimState state = new Reading();
  private Ledger ledger;
  private Deaths deaths;
  private long attemptsPosition;
  private long markerPosition;
  private volatile boolean closing;
  private volatile long maySendUntil;
  private volatile long epoch;

  OwnedPartition(int number, ClaimRules rules, LongSupplier nanoClock, Inherited inherited) {
    this.number = number;
    this.rules = rules;
    this.nanoClock = nanoClock;
    this.inherited = inherited;
    this.finishedBefore = new FinishedBefore(inherited.committed());
    this.progress = new Progress<>(inherited.committed());
    this.ledger = Ledger.unheld(inherited.note().epoch());
    this.deaths = inherited.note().deaths();
    this.attemptsPosition = inherited.note().attemptsPosition();
    this.markerPosition = attemptsPosition;
    this.maySendUntil = nanoClock.getAsLong();
  }

  int number() {
    return number;
  }

  /** Whether the claim is young enough to send. */
  boolean maySend() {
    return nanoClock.getAsLong() - maySendUntil < 0;
  }

  /** The epoch of the claim; 0 before there is one. */
  long epoch() {
    return epoch;
  }

  boolean isHeld() {
    return state instanceof Held;
  }

  boolean isLost() {
    return state instanceof Lost;
  }

  /** Whether results still matter: they tell what is finished until the claim is held. */
  boolean readsResults() {
    return !isHeld();
  }

  /** A result of an owner before this one was read. */
  void readResult(AttemptResult result) {
    finishedBefore.add(result);
  }

  /** A marker was read at an offset of {@code mail.attempts}; returns whether to write one. */
  boolean readMarker(Marker marker, long offset) {
    var before = ledger;
    ledger = before.fold(marker);
    if (before.accepts(marker)) {
      markerPosition = offset;
    }
    return follow(rules.seen(state, marker, before, nanoClock.getAsLong()));
  }

  /** Everything below this offset of {@code mail.attempts} was read; returns whether to claim. */
  boolean readUpTo(long position) {
    attemptsPosition = position;
    boolean caughtUp = state instanceof Reading && position >= inherited.attemptsEnd();
    return caughtUp && follow(rules.caughtUp(ledger, nanoClock.getAsLong()));
  }

  /** Time has passed; returns whether to write a marker. */
  boolean timePassed() {
    return follow(rules.timePassed(state, nanoClock.getAsLong()));
  }

  private boolean follow(ClaimRules.Step step) {
    transition(step.next());
    return step.write();
  }

  private void transition(ClaimState next) {
    if (next.getClass() != state.getClass()) {
      log.debug("claim partition={} from={} to={}", number, state, next);
    }
    if (next instanceof Held held && !isHeld()) {
      epoch = held.epoch();
      if (held.afterDeath()) {
        deaths = deaths.afterDeath(inherited.committed(), inherited.takenBelow());
      }
    }
    state = next;
    maySendUntil = rules.maySendUntil(next, nanoClock.getAsLong());
  }

  /**
   * The marker to write next; nothing when there is nothing to claim. While the lease of the holder
   * before is not waited out, a marker carries it on to whoever may come next.
   */
  Optional<Marker> nextMarker(ClaimTerms terms) {
    long now = nanoClock.getAsLong();
    return switch (state) {
      case Confirming(long asked, var before, _) ->
          Optional.of(terms.marker(asked, now, before == null ? 0 : before.leaseMs()));
      case WaitingOut waiting ->
          Optional.of(terms.marker(waiting.epoch(), now, waiting.before().leaseMs()));
      case Held held -> Optional.of(terms.marker(held.epoch(), now, 0));
      case Reading _, Lost _, GivenBack _ -> Optional.empty();
    };
  }

  /**
   * Allows no more sending, for good.
   *
   * @return what to write so that the next owner need not wait; nothing when the claim was not held
   */
  Optional<Marker> giveBack(ClaimTerms terms) {
    boolean held = isHeld();
    transition(new GivenBack());
    return held ? Optional.of(terms.release(epoch)) : Optional.empty();
  }

  /** Takes no more, and gives up what is not begun. What is begun may go on. */
  void close() {
    closing = true;
    backlog.clear();
    progress.unfinished().forEach(OwnedPartition::drop);
    carried.values().forEach(ClaimedDispatch::drop);
  }

  private static void drop(Taken taken) {
    if (taken.claimed() != null) {
      taken.claimed().drop();
    }
  }

  /** Whether it takes no more. What comes to wait from now on is to be dropped. */
  boolean isClosing() {
    return closing;
  }

  /** Whether nothing that was begun waits for its end or for the log to acknowledge it. */
  boolean isSettled() {
    for (var taken : progress.unfinished()) {
      if (!taken.isDropped()) {
        return false;
      }
    }
    return carried.values().stream().allMatch(ClaimedDispatch::isDropped);
  }

  /** A result was acknowledged by the log. */
  void finished(long offset) {
    progress.finish(offset);
    carried.remove(offset);
  }

  /** A still-trying result was acknowledged by the log: what is above need not wait any more. */
  void passed(ClaimedDispatch claimed) {
    if (progress.finish(claimed.offset())) {
      carried.put(claimed.offset(), claimed);
    }
  }

  /** A dispatch is tried afresh. */
  void replace(Taken taken, ClaimedDispatch afresh) {
    progress.replace(taken.offset(), taken);
    carried.replace(taken.offset(), afresh);
  }

  /** Dispatches taken and not finished. */
  int inFlight() {
    return progress.unfinishedCount() + carried.size();
  }

  Progress<Taken> progress() {
    return progress;
  }

  FinishedBefore finishedBefore() {
    return finishedBefore;
  }

  Deque<ConsumerRecord<byte[], byte[]>> backlog() {
    return backlog;
  }

  Deaths deaths() {
    return deaths;
  }

  /** Begins a block of those that are on trial with the next in the backlog. */
  void beginBlock() {
    long end = 0;
    int left = deaths.block();
    for (var record : backlog) {
      if (left == 0 || !deaths.onTrial(record.offset())) {
        break;
      }
      end = record.offset() + 1;
      left--;
    }
    deaths = deaths.beginBlock(end);
  }

  /** The block could not be noted, and is not begun. */
  void abandonBlock() {
    deaths = deaths.beginBlock(0);
  }

  /** Up to where {@code mail.attempts} was read. */
  long attemptsPosition() {
    return attemptsPosition;
  }

  /** What to commit beside {@link Progress#committable}. */
  CommitNote note() {
    long position =
        progress.committable() <= finishedBefore.highest()
            ? inherited.note().attemptsPosition()
            : progress.lowest().map(Taken::attemptsPosition).orElse(attemptsPosition);
    return new CommitNote(Math.min(position, markerPosition), epoch, deaths);
  }
}
