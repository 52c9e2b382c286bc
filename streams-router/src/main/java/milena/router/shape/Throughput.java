package milena.router.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import milena.router.shape.QueueAnswer.Group;
import milena.router.shape.QueueAnswer.Speed;

/**
 * How fast groups leave, over the last ten seconds, in a memory that does not grow with how many
 * there are. Of the stage's one thread; times are ms.
 */
final class Throughput {
  /** So long is looked back. */
  static final long WINDOW_MS = 10_000;

  private static final double WINDOW_SECONDS = WINDOW_MS / 1e3;

  /** What was counted in the window that is under way, and in the one before. */
  private static final class Count {
    private long window;
    private long released;
    private long delivered;
    private long releasedBefore;
    private long deliveredBefore;

    void turnTo(long now) {
      long current = now / WINDOW_MS;
      if (current != window) {
        boolean next = current == window + 1;
        releasedBefore = next ? released : 0;
        deliveredBefore = next ? delivered : 0;
        released = 0;
        delivered = 0;
        window = current;
      }
    }

    boolean isIdle(long now) {
      return now / WINDOW_MS > window + 1;
    }

    Speed speed(long now) {
      turnTo(now);
      double left = 1 - (double) (now % WINDOW_MS) / WINDOW_MS;
      return new Speed(
          (released + left * releasedBefore) / WINDOW_SECONDS,
          (delivered + left * deliveredBefore) / WINDOW_SECONDS);
    }
  }

  private final int most;

  /** Who was counted the longest ago comes first. */
  private final Map<Group, Count> counts = new LinkedHashMap<>(16, 0.75f, true);

  private long refusedAt = Long.MIN_VALUE / 2;

  /**
   * Has counted nothing.
   *
   * @param most as many groups are counted at a time; of those beyond, nothing is known
   */
  Throughput(int most) {
    this.most = most;
  }

  /** Counts what a decision says. */
  void decided(ShaperDecision decision, long now) {
    switch (decision) {
      case ShaperDecision.Released(Held held) -> count(held, now, 1, 0);
      case ShaperDecision.Ended(Held held, var ending, var _) -> {
        if (ending == ShaperDecision.Ending.DELIVERED) {
          count(held, now, 0, 1);
        }
      }
      case ShaperDecision.Deferred _,
          ShaperDecision.Suppressed _,
          ShaperDecision.CancelRequested _,
          ShaperDecision.Cancelled _,
          ShaperDecision.Late _,
          ShaperDecision.Reacted _,
          ShaperDecision.Moved _ -> {
        // Nothing leaves by it.
      }
    }
  }

  private void count(Held held, long now, int released, int delivered) {
    var group = Census.group(held);
    var count = counts.get(group);
    if (count == null) {
      if (!hasRoom(now)) {
        refusedAt = now;
        return;
      }
      count = new Count();
      counts.put(group, count);
    }
    count.turnTo(now);
    count.released += released;
    count.delivered += delivered;
  }

  /** What is counted stays so while it is busy: what is said of those is right. */
  private boolean hasRoom(long now) {
    if (counts.size() < most) {
      return true;
    }
    var eldest = counts.entrySet().iterator();
    if (!eldest.next().getValue().isIdle(now)) {
      return false;
    }
    eldest.remove();
    return true;
  }

  /** How fast a group leaves; empty when more were busy than are counted and it is none of them. */
  Optional<Speed> of(Group group, long now) {
    var count = counts.get(group);
    if (count != null) {
      return Optional.of(count.speed(now));
    }
    boolean allAreCounted = now - refusedAt > 2 * WINDOW_MS && !group.equals(QueueAnswer.OTHERS);
    return allAreCounted ? Optional.of(Speed.NONE) : Optional.empty();
  }
}
