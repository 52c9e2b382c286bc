package milena.router.shape;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import milena.router.gate.Effect;
import milena.router.gate.GateStanding;
import milena.router.lever.Lever;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about what waits. Anybody may ask; the stage's thread counts, a little in each
 * turn and one question after the other, so that mail is not held up by it.
 */
public final class QueueView {
  private static final int QUESTIONS = 16;

  /** As many are looked at in a turn. */
  private static final int AT_ONCE = 2_000;

  private record Asked(QueueQuestion question, CompletableFuture<QueueAnswer> answer) {}

  /** What is asked of a partition. */
  interface Source {
    /** What waits behind an offset. */
    List<Held> waiting(long after, int limit);

    /** What is outstanding. */
    Collection<Held> outstanding();

    /** What is in force. */
    List<Lever> levers();
  }

  /** What is asked of the process as a whole. */
  interface Whole {
    /** What reactions did that is in force here. */
    List<Effect> effects();

    /** How fast a group leaves, if that is known. */
    Optional<QueueAnswer.Speed> speed(QueueAnswer.Group group, long now);

    /** What these must pass, and how that stands. */
    List<GateStanding> gates(List<Held> samples, long now);
  }

  /** A question under way, and the partitions that are still to be gone through. */
  private static final class Round {
    private final Asked asked;
    private final Census census;
    private final Deque<Integer> left;
    private long cursor = -1;

    Round(Asked asked, Collection<Integer> partitions, long now) {
      this.asked = asked;
      this.census = new Census(asked.question(), now);
      this.left = new ArrayDeque<>(partitions);
    }

    void next(@Nullable Source source) {
      if (source == null) {
        passed();
        return;
      }
      if (asked.question().count()) {
        var some = source.waiting(cursor, AT_ONCE);
        some.forEach(census::take);
        if (some.size() == AT_ONCE) {
          cursor = some.getLast().offset;
          return;
        }
        source.outstanding().forEach(census::take);
      }
      census.passed(source.levers());
      passed();
    }

    private void passed() {
      left.remove();
      cursor = -1;
    }
  }

  private final Queue<Asked> waiting = new ArrayBlockingQueue<>(QUESTIONS);
  private @Nullable Round round;

  /**
   * Asks.
   *
   * @return the answer; it fails at once when too many questions are open
   */
  public CompletionStage<QueueAnswer> ask(QueueQuestion question) {
    var asked = new Asked(question, new CompletableFuture<>());
    if (!waiting.offer(asked)) {
      return CompletableFuture.failedStage(
          new IllegalStateException("too many questions at a time; ask again"));
    }
    return asked.answer();
  }

  /**
   * Counts a little; of the stage's thread.
   *
   * @param process of which these partitions are
   * @return whether there is more to count
   */
  boolean step(Map<Integer, ? extends Source> sources, Whole process, long now) {
    var current = round;
    if (current == null) {
      var asked = waiting.poll();
      if (asked == null) {
        return false;
      }
      current = new Round(asked, sources.keySet(), now);
      round = current;
    }
    if (current.left.isEmpty()) {
      round = null;
      current.asked.answer().complete(current.census.answer(process, now));
    } else {
      current.next(sources.get(current.left.element()));
    }
    return true;
  }
}
