package milena.delivery.claim;

import java.time.Duration;
import java.util.Collection;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when the next dispatch of a partition may be taken, so that those on trial are tried in
 * their blocks and the last suspects alone ({@link Deaths} says why).
 */
final class Trial {

  /** Whether a dispatch may be taken. */
  enum Turn {
    /** Take it. */
    NOW,
    /** First write down that a block begins with it. */
    NOTE_BLOCK,
    /** Something else comes first. */
    LATER
  }

  /**
   * Who has been under way for so long is no longer waited for: what kills its worker does it when
   * it is read, signed or sent, not while a remote server is silent.
   */
  private static final long ACQUITTED_AFTER = Duration.ofSeconds(30).toNanos();

  private final LongSupplier nanoClock;
  private @Nullable OwnedPartition alone;
  private long aloneSince;

  Trial(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Whether the dispatch at an offset of a partition may be taken. */
  Turn turn(OwnedPartition partition, long offset, Collection<OwnedPartition> all) {
    if (alone != null && alone != partition) {
      return Turn.LATER;
    }
    var deaths = partition.deaths();
    if (deaths.onTrial(offset) && deaths.inBlock(offset)) {
      return Turn.NOW;
    }
    boolean tried = deaths.onTrial(partition.progress().committable());
    if (!deaths.onTrial(offset) && !tried) {
      return Turn.NOW;
    }
    if (!isOver(partition)) {
      return Turn.LATER;
    }
    if (!deaths.onTrial(offset)) {
      return Turn.NOW;
    }
    return deaths.alone() ? turnAlone(partition, all) : Turn.NOTE_BLOCK;
  }

  private Turn turnAlone(OwnedPartition partition, Collection<OwnedPartition> all) {
    if (alone == null) {
      alone = partition;
      aloneSince = nanoClock.getAsLong();
    }
    boolean nothingElse = all.stream().allMatch(other -> other.inFlight() == 0);
    boolean patienceIsOver = nanoClock.getAsLong() - aloneSince > ACQUITTED_AFTER;
    return nothingElse || patienceIsOver ? Turn.NOTE_BLOCK : Turn.LATER;
  }

  /**
   * Lets the others go on when the one that had to be alone is through, or is not owned any more.
   */
  void timePassed(Collection<OwnedPartition> all) {
    if (alone != null && (!all.contains(alone) || alone.isClosing() || isThrough(alone))) {
      alone = null;
    }
  }

  private boolean isThrough(OwnedPartition partition) {
    var deaths = partition.deaths();
    boolean next = deaths.alone() && deaths.onTrial(partition.progress().next());
    return !next && isOver(partition);
  }

  private boolean isOver(OwnedPartition partition) {
    for (var taken : partition.progress().unfinished()) {
      if (nanoClock.getAsLong() - taken.at() < ACQUITTED_AFTER) {
        return false;
      }
    }
    return true;
  }
}
