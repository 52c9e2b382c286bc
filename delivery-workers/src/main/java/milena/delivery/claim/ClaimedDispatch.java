package milena.delivery.claim;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import milena.delivery.connect.Consignment;
import milena.delivery.connect.Letter;
import milena.delivery.connect.MessagePlace;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.Verdict;
import milena.policy.Traffic;
import milena.schemas.Dispatch;
import org.jspecify.annotations.Nullable;

/**
 * A dispatch taken up under a claim.
 *
 * <p>It is begun from the moment on at which it was allowed to send, and from then on cannot be
 * dropped until it is finished or returned; so what is on the wire is known exactly, whatever the
 * sending half does meanwhile.
 */
final class ClaimedDispatch implements Consignment {

  private enum Stage {
    WAITING,
    BEGUN,
    FINISHED,
    DROPPED
  }

  private final DispatchDesk desk;
  private final OwnedPartition partition;
  private final Dispatch dispatch;
  private final long offset;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
  private volatile @Nullable Letter letter;
  private boolean passed;

  ClaimedDispatch(DispatchDesk desk, OwnedPartition partition, Dispatch dispatch, long offset) {
    this.desk = desk;
    this.partition = partition;
    this.dispatch = dispatch;
    this.offset = offset;
  }

  @Override
  public String submissionId() {
    return dispatch.getSubmissionId();
  }

  @Override
  public String site() {
    return dispatch.getSite();
  }

  @Override
  public int partition() {
    return partition.number();
  }

  @Override
  public String domain() {
    return dispatch.getDomain();
  }

  @Override
  public MessagePlace message() {
    var ref = dispatch.getRef();
    return new MessagePlace(ref.getTopic(), ref.getPartition(), ref.getOffset());
  }

  @Override
  public String tenant() {
    return dispatch.getTenant();
  }

  @Override
  public int priority() {
    return dispatch.getPriority();
  }

  @Override
  public Traffic traffic() {
    return new Traffic(
        dispatch.getTenant(),
        "",
        dispatch.getDomain(),
        dispatch.getSite(),
        dispatch.getProvider(),
        dispatch.getPool(),
        dispatch.getSource(),
        Map.of());
  }

  @Override
  public long validUntil() {
    return dispatch.getValidUntil();
  }

  @Override
  public long expiresAt() {
    return dispatch.getExpiresAt();
  }

  @Override
  public boolean maySend() {
    return partition.maySend()
        && (stage.compareAndSet(Stage.WAITING, Stage.BEGUN) || stage.get() == Stage.BEGUN);
  }

  @Override
  public void returned() {
    if (stage.compareAndSet(Stage.BEGUN, Stage.WAITING) && partition.isClosing()) {
      // It was begun when all that waited was dropped.
      drop();
    }
  }

  @Override
  public CompletionStage<Letter> open() {
    return desk.open(dispatch)
        .thenApply(
            opened -> {
              letter = opened;
              return opened;
            });
  }

  @Override
  public void finish(AttemptOutcome outcome) {
    var before = stage.getAndUpdate(now -> now == Stage.DROPPED ? now : Stage.FINISHED);
    switch (before) {
      case DROPPED, FINISHED -> {}
      case WAITING, BEGUN -> {
        boolean untried = before == Stage.WAITING || outcome.verdict() instanceof Verdict.NotTried;
        if (untried && !partition.maySend()) {
          // What becomes of it is for the next holder of the claim to say, which may be this one.
          desk.putBack(this);
        } else {
          desk.finish(this, outcome);
        }
      }
    }
  }

  /** Gives it up unless it is begun. */
  void drop() {
    stage.compareAndSet(Stage.WAITING, Stage.DROPPED);
  }

  /** Whether it was given up: nothing of it will be sent. */
  boolean isDropped() {
    return stage.get() == Stage.DROPPED;
  }

  /** The same dispatch, to be tried from the start. */
  ClaimedDispatch afresh() {
    return new ClaimedDispatch(desk, partition, dispatch, offset);
  }

  /**
   * Marks it as passed; returns whether it was not before. For the thread that reads dispatches.
   */
  boolean markPassed() {
    boolean first = !passed;
    passed = true;
    return first;
  }

  /** Whose it is. */
  OwnedPartition owner() {
    return partition;
  }

  Dispatch dispatch() {
    return dispatch;
  }

  long offset() {
    return offset;
  }

  /** Envelope and body; null before they were read. */
  @Nullable Letter letter() {
    return letter;
  }
}
