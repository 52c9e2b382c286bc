package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import milena.router.shape.ShaperDecision.Deferred;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Late;
import milena.router.shape.ShaperDecision.Moved;
import milena.router.shape.ShaperDecision.Released;
import milena.router.shape.ShaperDecision.Suppressed;
import milena.schemas.AttemptResult;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A partition's shaper in virtual time: arrivals, results in any order, results that never come or
 * come twice, and kills. Inputs and decisions count only when they are committed together, as the
 * stage does it.
 */
class ShaperSimulationTest {
  private static final int SUBMISSIONS = 120;
  private static final long LIFE = 6 * 3_600_000L;

  private record Arrival(long at, String site, String tenant, int priority) {}

  private static final class World {
    final SplittableRandom random;
    final MemoryHoldStore store = new MemoryHoldStore();
    final List<Arrival> queue = new ArrayList<>();
    final List<ShaperDecision> uncommitted = new ArrayList<>();
    final List<AttemptResult> attempts = new ArrayList<>();
    final Map<String, Integer> endings = new HashMap<>();
    final ArrayDeque<AttemptResult> dispatched = new ArrayDeque<>();
    long now = 1_000_000;
    int queueRead;
    int queueCommitted;
    int attemptsRead;
    int attemptsCommitted;
    ShardShaper shaper;

    World(long seed) {
      random = new SplittableRandom(seed);
      shaper = newShaper();
    }

    ShardShaper newShaper() {
      var fresh =
          new ShardShaper(
              Samples.config(OptionalDouble.empty()),
              store,
              Samples.NOTHING_KNOWN,
              random.split(),
              uncommitted::add);
      fresh.start(now);
      return fresh;
    }

    void step() {
      switch (random.nextInt(10)) {
        case 0, 1 -> arrive();
        case 2, 3, 4 -> consume();
        case 5, 6 -> work();
        case 7 -> now += random.nextLong(1, 40 * 60_000);
        case 8 -> commit();
        default -> {
          if (random.nextInt(4) == 0) {
            kill();
          }
        }
      }
      shaper.timePassed(now);
      assertThat(shaper.outstandingCount()).isLessThanOrEqualTo(300);
    }

    void arrive() {
      if (queue.size() < SUBMISSIONS) {
        queue.add(
            new Arrival(
                now, "site" + random.nextInt(3), "tenant" + random.nextInt(2), random.nextInt(3)));
      }
    }

    void consume() {
      while (queueRead < queue.size() && random.nextInt(5) > 0) {
        var arrival = queue.get(queueRead);
        shaper.arrived(
            Samples.held(
                queueRead,
                arrival.site(),
                arrival.tenant(),
                arrival.priority(),
                arrival.at(),
                arrival.at() + LIFE),
            0,
            now);
        queueRead++;
      }
      while (attemptsRead < attempts.size() && random.nextInt(5) > 0) {
        shaper.attempted(attempts.get(attemptsRead++), now);
      }
    }

    void work() {
      var outcomes = new String[] {"delivered", "deferred", "bounced", "not-tried"};
      for (int left = dispatched.size(); left > 0; left--) {
        var dispatch = dispatched.remove();
        switch (random.nextInt(6)) {
          case 0 -> dispatched.add(dispatch);
          case 1 -> {
            // Lost: no result ever comes.
          }
          default -> {
            var outcome = outcomes[random.nextInt(outcomes.length)];
            var result =
                Samples.result(
                    dispatch.getQueueOffset(),
                    dispatch.getAttempt(),
                    dispatch.getIssue(),
                    outcome,
                    random.nextBoolean() ? "site" : "recipient");
            attempts.add(result);
            if (random.nextInt(10) == 0) {
              attempts.add(result);
            }
          }
        }
      }
    }

    void commit() {
      shaper.beforeCommit();
      store.commit();
      queueCommitted = queueRead;
      attemptsCommitted = attemptsRead;
      for (var decision : uncommitted) {
        switch (decision) {
          case Released(Held held) ->
              dispatched.add(
                  Samples.result(held.offset, held.attempt, held.issue, "still-trying", ""));
          case Ended(Held held, var _, var _) -> endings.merge(held.submissionId, 1, Integer::sum);
          case Suppressed(Held held, var _) -> endings.merge(held.submissionId, 1, Integer::sum);
          case Deferred _, Late _, Moved _ -> {}
        }
      }
      uncommitted.clear();
    }

    void kill() {
      store.kill();
      uncommitted.clear();
      queueRead = queueCommitted;
      attemptsRead = attemptsCommitted;
      shaper = newShaper();
    }

    void settle() {
      long end = now + 20 * LIFE;
      while (now < end) {
        while (queueRead < queue.size() || attemptsRead < attempts.size()) {
          consume();
        }
        shaper.timePassed(now);
        commit();
        work();
        now += 10 * 60_000;
      }
    }
  }

  @Property(tries = 1_000)
  void shouldEndEverySubmissionExactlyOnceWhateverIsKilledLostOrDoubled(@ForAll long seed) {
    // Given
    var world = new World(seed);
    // When
    for (int step = 0; step < 400; step++) {
      world.step();
    }
    world.settle();
    // Then
    assertThat(world.endings).hasSize(world.queue.size());
    assertThat(world.endings.values()).allMatch(count -> count == 1);
    assertThat(world.store.size()).isZero();
  }
}
