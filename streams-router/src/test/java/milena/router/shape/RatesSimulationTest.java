package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Policy;
import milena.policy.Selector;
import milena.router.gate.Admissions;
import milena.router.gate.Reactions;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Released;
import milena.schemas.AttemptResult;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Two partitions of one process under a policy, in virtual time: a rate at each site and one of a
 * tenant over both partitions, with arrivals in heaps, results that come late, twice or never,
 * kills of the process, and partitions that are away for a while and come again, with the store
 * they had or with one built from their changelog.
 */
class RatesSimulationTest {
  private static final int SUBMISSIONS = 150;
  private static final int SITES = 4;
  private static final int PARTITIONS = 2;
  private static final int MOST_TURNS = 20_000;
  private static final long SECOND = 1_000;
  private static final long SPAN = 10 * SECOND;
  private static final long LIFE = 3_600 * SECOND;
  private static final Bound AT_A_SITE = new Bound(2, SECOND, 5);
  private static final Bound OF_A_TENANT = new Bound(3, SECOND, 8);
  private static final String LIMITED = "tenant0";
  private static final ShaperConfig CONFIG = Samples.config(OptionalDouble.empty());
  private static final Policy POLICY =
      new Said()
          .limit(Per.SITE, Selector.ALL, Kind.MESSAGE_RATE, AT_A_SITE)
          .limit(Per.TENANT, Said.tenant(LIMITED), Kind.MESSAGE_RATE, OF_A_TENANT)
          .policy();

  /** A dispatch that left. */
  private record Left(long at, String site, String tenant) {}

  private record Decided(long at, ShaperDecision decision, @Nullable Dispatch dispatch) {
    static Decided of(long at, ShaperDecision decision) {
      return new Decided(
          at,
          decision,
          decision instanceof Released(Held held)
              ? new Dispatch(held.offset, held.attempt, held.issue, held.site, held.tenant)
              : null);
    }
  }

  /** What a worker has to do; the submission itself goes on to change. */
  private record Dispatch(long offset, int attempt, int issue, String site, String tenant) {}

  /** A result that stands in the log from a moment on. */
  private record Written(long at, AttemptResult result) {}

  /** A partition: its logs, and its shaper while the process has it. */
  private static final class Shard {
    final int number;
    final List<Held> queue = new ArrayList<>();
    final List<AttemptResult> attempts = new ArrayList<>();
    final List<Written> underWay = new ArrayList<>();
    final List<Decided> uncommitted = new ArrayList<>();
    MemoryHoldStore store = new MemoryHoldStore();
    @Nullable ShardShaper shaper;
    int queueRead;
    int queueCommitted;
    int attemptsRead;
    int attemptsCommitted;

    Shard(int number) {
      this.number = number;
    }
  }

  private static final class World {
    final SplittableRandom random;
    final List<Shard> shards = new ArrayList<>();
    final List<Left> left = new ArrayList<>();
    final Map<String, Integer> endings = new HashMap<>();
    Admissions admissions = Samples.admissions(CONFIG, POLICY);
    Reactions reactions = new Reactions(admissions);
    Room room = new Room();
    long now = 1_000_000;
    int arrived;

    World(long seed) {
      random = new SplittableRandom(seed);
      for (int number = 0; number < PARTITIONS; number++) {
        shards.add(new Shard(number));
      }
      begin();
    }

    /** A process that has passed nothing yet takes all partitions. */
    void begin() {
      admissions = Samples.admissions(CONFIG, POLICY);
      reactions = new Reactions(admissions);
      room = new Room(random.nextInt(1, 40), random.nextInt(4));
      shards.forEach(this::assign);
    }

    void assign(Shard shard) {
      var around =
          new Surroundings(
              shard.number, Samples.NOTHING_KNOWN, admissions, reactions, random.split(), room);
      var shaper =
          new ShardShaper(
              CONFIG,
              shard.store,
              around,
              decision -> shard.uncommitted.add(Decided.of(now, decision)));
      admissions.partitionCame(true, now);
      shaper.start(now);
      shard.shaper = shaper;
    }

    void step() {
      switch (random.nextInt(12)) {
        case 0, 1 -> arrive();
        case 2, 3, 4 -> shards.forEach(this::consume);
        case 5 -> now += random.nextLong(1, 60 * SECOND);
        case 6 -> commit();
        case 7 -> move();
        case 8 -> {
          if (random.nextInt(4) == 0) {
            kill();
          }
        }
        default -> now += random.nextLong(1, SECOND);
      }
      turn();
    }

    void turn() {
      admissions.timePassed(now);
      for (var shard : shards) {
        if (shard.shaper != null) {
          shard.shaper.timePassed(now);
        }
        arriveInTheLog(shard);
      }
    }

    private void arriveInTheLog(Shard shard) {
      shard.underWay.stream()
          .filter(written -> written.at() <= now)
          .forEach(written -> shard.attempts.add(written.result()));
      shard.underWay.removeIf(written -> written.at() <= now);
    }

    /** A heap for one site. */
    void arrive() {
      int site = random.nextInt(SITES);
      var tenant = "tenant" + random.nextInt(2);
      var queue = shards.get(site % PARTITIONS).queue;
      for (int count = random.nextInt(1, 30); count > 0 && arrived < SUBMISSIONS; count--) {
        arrived++;
        queue.add(Samples.held(queue.size(), "site" + site, tenant, now, now + LIFE));
      }
    }

    void consume(Shard shard) {
      var shaper = shard.shaper;
      if (shaper == null) {
        return;
      }
      while (shard.queueRead < shard.queue.size() && random.nextInt(20) > 0) {
        var held = shard.queue.get(shard.queueRead);
        // The log has it as it came, whatever became of it since.
        shaper.arrived(
            Samples.held(held.offset, held.site, held.tenant, held.acceptedAt, held.expiresAt),
            0,
            now);
        shard.queueRead++;
      }
      while (shard.attemptsRead < shard.attempts.size() && random.nextInt(20) > 0) {
        shaper.attempted(shard.attempts.get(shard.attemptsRead++), now);
      }
    }

    /** What was read and what was decided counts from now on, together. */
    void commit() {
      for (var shard : shards) {
        if (shard.shaper != null) {
          shard.shaper.beforeCommit();
        }
        shard.store.commit();
        shard.queueCommitted = shard.queueRead;
        shard.attemptsCommitted = shard.attemptsRead;
        shard.uncommitted.forEach(decided -> committed(shard, decided));
        shard.uncommitted.clear();
      }
      room.ease();
    }

    private void committed(Shard shard, Decided decided) {
      var dispatch = decided.dispatch();
      if (dispatch != null) {
        left.add(new Left(decided.at(), dispatch.site(), dispatch.tenant()));
        work(shard, dispatch);
      } else if (decided.decision() instanceof Ended ended) {
        endings.merge(shard.number + " " + ended.held().submissionId, 1, Integer::sum);
      }
    }

    /** A worker answers soon, late, twice, or dies before. */
    private void work(Shard shard, Dispatch dispatch) {
      int fate = random.nextInt(10);
      if (fate == 0) {
        return;
      }
      var outcome = List.of("delivered", "delivered", "deferred", "not-tried", "bounced");
      var result =
          Samples.result(
              dispatch.offset(),
              dispatch.attempt(),
              dispatch.issue(),
              outcome.get(random.nextInt(outcome.size())),
              random.nextBoolean() ? "site" : "recipient");
      for (int times = fate == 1 ? 2 : 1; times > 0; times--) {
        long late = fate == 2 ? random.nextLong(2 * CONFIG.reclaimAfterMs()) : random.nextLong(500);
        shard.underWay.add(new Written(now + late, result));
      }
    }

    /** A partition goes to another process, which does nothing with it, or comes from there. */
    void move() {
      var shard = shards.get(random.nextInt(PARTITIONS));
      if (shard.shaper == null) {
        shard.store = random.nextBoolean() ? shard.store : shard.store.builtAnew();
        assign(shard);
      } else if (random.nextInt(3) == 0) {
        commit();
        shard.shaper.drop(now);
        shard.shaper = null;
      }
    }

    void kill() {
      for (var shard : shards) {
        shard.store.kill();
        shard.uncommitted.clear();
        shard.queueRead = shard.queueCommitted;
        shard.attemptsRead = shard.attemptsCommitted;
      }
      begin();
    }

    void settle() {
      shards.stream().filter(shard -> shard.shaper == null).forEach(this::assign);
      int turns = 0;
      do {
        shards.forEach(this::consume);
        turn();
        commit();
        now = nextAt();
        turns++;
      } while (turns < MOST_TURNS && !isOver());
    }

    /** Results are heard when they come: a site that seemed slow would have one at a time. */
    private long nextAt() {
      long next = now + 60 * SECOND;
      for (var shard : shards) {
        for (var written : shard.underWay) {
          next = Math.min(next, Math.max(now + 1, written.at()));
        }
      }
      return next;
    }

    private boolean isOver() {
      return shards.stream()
          .allMatch(shard -> shard.queueRead == shard.queue.size() && shard.store.size() == 0);
    }

    int mostWithinSpan(Predicate<Left> which) {
      return PolicyWorld.mostWithin(
          SPAN, left.stream().filter(which).map(Left::at).sorted().toList());
    }
  }

  private static int mostOf(Bound bound) {
    return (int) (bound.most() * SPAN / bound.periodMs() + bound.burst());
  }

  @Property(tries = 80)
  void shouldKeepEachRateAndEndEachSubmissionOnceWhateverIsKilledOrMoved(@ForAll long seed) {
    // Given
    var world = new World(seed);
    // When
    for (int step = 0; step < 400; step++) {
      world.step();
    }
    world.settle();
    // Then
    for (int site = 0; site < SITES; site++) {
      var name = "site" + site;
      assertThat(world.mostWithinSpan(left -> left.site().equals(name)))
          .as("left for %s within %d ms", name, SPAN)
          .isLessThanOrEqualTo(mostOf(AT_A_SITE));
    }
    assertThat(world.mostWithinSpan(left -> left.tenant().equals(LIMITED)))
        .as("left of %s within %d ms", LIMITED, SPAN)
        .isLessThanOrEqualTo(mostOf(OF_A_TENANT));
    // Then
    assertThat(world.endings).hasSize(world.arrived);
    assertThat(world.endings.values()).allMatch(count -> count == 1);
    assertThat(world.shards).allMatch(shard -> shard.store.size() == 0);
  }
}
