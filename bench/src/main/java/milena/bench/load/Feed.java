package milena.bench.load;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Which message is sent next, and when: a function of what was taken, what was settled and the
 * time, with no clock of its own.
 *
 * <p>A feed serves one lane, and lane i of n sends the messages i, i + n, i + 2n. What is to be
 * sent again waits half a second. When ten thousand wait so, nothing new is begun, so a server that
 * is down for long does not fill the memory.
 */
final class Feed {
  private static final long RESEND_AFTER_NANOS = 500_000_000L;
  private static final int MAX_WAITING = 10_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private record Again(Assignment assignment, long dueNanos) {}

  private final LoadPace pace;
  private final int maxResends;
  private long startNanos;
  private final Queue<Again> waiting = new ArrayDeque<>();
  private long next;
  private long underWay;

  /**
   * Makes the feed of a lane.
   *
   * @param lane from 0 to the pace's threads, exclusive
   */
  Feed(LoadPace pace, int maxResends, int lane) {
    this.pace = pace;
    this.maxResends = maxResends;
    this.next = lane;
  }

  /** Sets the intended time of message 0: when the first connection is there to send it. */
  void begin(long nowNanos) {
    startNanos = nowNanos;
  }

  /** Takes the next message, when there is one due. */
  Turn take(long nowNanos) {
    Again again = waiting.peek();
    if (again != null && again.dueNanos() - nowNanos <= 0) {
      waiting.remove();
      underWay++;
      return new Turn.Send(again.assignment());
    }
    if (next < pace.messages() && waiting.size() < MAX_WAITING) {
      return takeNew(nowNanos, again);
    }
    if (again != null) {
      return new Turn.NotBefore(again.dueNanos());
    }
    return underWay > 0 ? new Turn.AwaitOthers() : new Turn.Finished();
  }

  /** Returns whether every message has its outcome. */
  boolean finished() {
    return next >= pace.messages() && waiting.isEmpty() && underWay == 0;
  }

  /** Ends a message that was taken. */
  void settle() {
    underWay--;
  }

  /**
   * Gives a message back to be sent again, in place of {@link #settle}.
   *
   * @return false when it was sent often enough: then it must be settled
   */
  boolean giveBack(Assignment assignment, long nowNanos) {
    if (assignment.attempt() > maxResends) {
      return false;
    }
    underWay--;
    waiting.add(new Again(assignment.again(), nowNanos + RESEND_AFTER_NANOS));
    return true;
  }

  private Turn takeNew(long nowNanos, @Nullable Again again) {
    long intended = nowNanos;
    if (pace.perSecond() > 0) {
      intended = startNanos + (long) (next * (NANOS_PER_SECOND / pace.perSecond()));
      if (intended - nowNanos > 0) {
        return new Turn.NotBefore(
            again != null && again.dueNanos() - intended < 0 ? again.dueNanos() : intended);
      }
    }
    var assignment = new Assignment(next, 1, intended);
    next += pace.threads();
    underWay++;
    return new Turn.Send(assignment);
  }
}
