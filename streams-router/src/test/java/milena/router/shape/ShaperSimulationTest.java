package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import milena.policy.Per;
import milena.policy.Policy;
import milena.policy.Reaction.Act;
import milena.router.gate.Admissions;
import milena.router.lever.Lever;
import milena.router.shape.ShaperDecision.CancelRequested;
import milena.router.shape.ShaperDecision.Cancelled;
import milena.router.shape.ShaperDecision.Deferred;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Late;
import milena.router.shape.ShaperDecision.Moved;
import milena.router.shape.ShaperDecision.Reacted;
import milena.router.shape.ShaperDecision.Released;
import milena.router.shape.ShaperDecision.Suppressed;
import milena.schemas.AttemptResult;
import milena.schemas.Command;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * A partition's shaper in virtual time, with workers that obey their leases: arrivals, results in
 * any order, results that come late, twice or never, attempts that outlive their worker, levers
 * that are pulled and let go, replies that suspend a site, and kills of the shaper. Inputs and
 * decisions count only when they are committed together, as the stage does it.
 */
class ShaperSimulationTest {
  private static final int SUBMISSIONS = 120;
  private static final int WINDOW = 5;

  /** So far beyond it go those who have nothing outstanding. */
  private static final int BEYOND = 1;

  private static final long LIFE = 6 * 3_600_000L;
  private static final long SUSPENDED_FOR = 2 * 3_600_000L;
  private static final Policy POLICY =
      new Said().when("450", 3, 3_600_000, SUSPENDED_FOR, new Act.Suspend(Per.SITE)).policy();
  private static final ShaperConfig CONFIG = Samples.config(OptionalDouble.empty(), WINDOW);

  private record Arrival(long at, String site, String tenant, int priority) {}

  private record Decided(long at, ShaperDecision decision, @Nullable Job job) {
    static Decided of(long at, ShaperDecision decision) {
      return new Decided(
          at, decision, decision instanceof Released(Held held) ? new Job(held) : null);
    }
  }

  /** A result that stands in the log from a moment on. */
  private record Written(long at, AttemptResult result) {}

  /** What the log says of a dispatch: nothing, until its result was read. */
  private record Open(String site, int attempt, int issue, long releasedAt) {
    boolean isResult(AttemptResult result) {
      return attempt == result.getAttempt() && issue == result.getIssue();
    }

    boolean isLost(long now) {
      return now >= releasedAt + CONFIG.reclaimAfterMs();
    }
  }

  /** A dispatch at a worker. */
  private static final class Job {
    final long offset;
    final String site;
    final int attempt;
    final int issue;
    final long validUntil;
    boolean begun;
    long endsAt;

    Job(Held held) {
      offset = held.offset;
      site = held.site;
      attempt = held.attempt;
      issue = held.issue;
      validUntil = held.validUntil;
    }
  }

  private static final class World {
    final SplittableRandom random;
    final MemoryHoldStore store = new MemoryHoldStore();
    final List<Arrival> queue = new ArrayList<>();
    final List<Decided> uncommitted = new ArrayList<>();
    final List<AttemptResult> attempts = new ArrayList<>();
    final List<Written> underWay = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    final Map<Long, Open> open = new HashMap<>();
    final Map<Long, Long> onTheWireUntil = new HashMap<>();
    final Map<String, Integer> endings = new HashMap<>();
    long now = 1_000_000;
    int queueRead;
    int queueCommitted;
    int attemptsRead;
    int attemptsCommitted;
    final List<Command> commands = new ArrayList<>();
    int commandsRead;
    int commandsCommitted;
    final Map<String, Long> suspended = new HashMap<>();
    Admissions admissions;
    Room room;
    int heads;
    ShardShaper shaper;

    World(long seed) {
      random = new SplittableRandom(seed);
      admissions = Samples.admissions(CONFIG, POLICY);
      room = new Room();
      shaper = newShaper();
    }

    ShardShaper newShaper() {
      admissions = Samples.admissions(CONFIG, POLICY);
      heads = random.nextInt(1, 20);
      room = new Room(heads, random.nextInt(3));
      var fresh =
          new ShardShaper(
              CONFIG,
              store,
              Samples.around(Samples.NOTHING_KNOWN, admissions, random.split(), room),
              decision -> uncommitted.add(Decided.of(now, decision)));
      fresh.start(now);
      return fresh;
    }

    void step() {
      switch (random.nextInt(11)) {
        case 10 -> pull();
        case 0, 1 -> arrive();
        case 2, 3, 4 -> consume();
        case 5, 6 -> work();
        case 7 -> now += random.nextLong(1, random.nextBoolean() ? 60_000 : 40 * 60_000);
        case 8 -> commit();
        default -> {
          if (random.nextInt(4) == 0) {
            kill();
          }
        }
      }
      admissions.timePassed(now);
      shaper.timePassed(now);
      // One more at most is read when there is no room, since something has to be asked.
      assertThat(room.heads()).isLessThanOrEqualTo(heads + 1);
    }

    void arrive() {
      if (queue.size() < SUBMISSIONS) {
        queue.add(
            new Arrival(
                now, "site" + random.nextInt(3), "tenant" + random.nextInt(2), random.nextInt(3)));
      }
    }

    /** An operator pulls a lever, or lets one go. */
    void pull() {
      if (random.nextInt(3) > 0) {
        return;
      }
      var later = Boolean.toString(random.nextBoolean());
      var site = "site" + random.nextInt(3);
      var about = "c" + random.nextInt(commands.size() + 1);
      var id = "c" + commands.size();
      commands.add(
          switch (random.nextInt(8)) {
            case 0 -> Samples.command(id, "suspend", now, "site", site, "also-later", later);
            case 1 ->
                Samples.command(
                    id, "suspend", now, "tenant", "tenant0", "until", "" + (now + 5_000_000));
            case 2 -> Samples.command(id, "cancel", now, "site", site, "also-later", later);
            case 3 -> Samples.command(id, "flush", now, "site", site);
            case 4 -> Samples.command(id, "requeue", now, "tenant", "tenant1", "pool", "p");
            case 5 -> Samples.command(id, "resume", now, "command", about);
            case 6 -> Samples.command(id, "undo", now, "command", about);
            default -> Samples.command(id, "final", now, "command", about);
          });
    }

    void consume() {
      while (commandsRead < commands.size() && random.nextInt(3) > 0) {
        store.command(commands.get(commandsRead++));
        shaper.leversChanged();
      }
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

    /** Workers begin, end, die; what they have written arrives in the log in any order. */
    void work() {
      for (var job : List.copyOf(jobs)) {
        switch (random.nextInt(6)) {
          case 0 -> {
            // It takes its time.
          }
          case 1 -> jobs.remove(job);
          default -> {
            if (job.begun) {
              end(job);
            } else {
              begin(job);
            }
          }
        }
      }
      for (var written : List.copyOf(underWay)) {
        if (written.at() <= now) {
          underWay.remove(written);
          attempts.add(written.result());
        }
      }
    }

    void begin(Job job) {
      if (now > job.validUntil) {
        jobs.remove(job);
        write(job, "not-tried");
        return;
      }
      job.begun = true;
      job.endsAt = now + random.nextLong(CONFIG.longestAttempt().plus(CONFIG.lease()).toMillis());
      assertThat(onTheWireUntil.getOrDefault(job.offset, now))
          .as("another attempt of submission %d is on the wire", job.offset)
          .isLessThanOrEqualTo(now);
      onTheWireUntil.put(job.offset, job.endsAt);
    }

    void end(Job job) {
      if (now >= job.endsAt) {
        jobs.remove(job);
        write(job, List.of("delivered", "deferred", "bounced").get(random.nextInt(3)));
      }
    }

    void write(Job job, String outcome) {
      var result =
          Samples.result(
              job.offset,
              job.attempt,
              job.issue,
              outcome,
              random.nextBoolean() ? "site" : "recipient");
      for (int times = random.nextInt(10) == 0 ? 2 : 1; times > 0; times--) {
        long late = random.nextInt(4) == 0 ? random.nextLong(2 * 3_600_000) : 0;
        underWay.add(new Written(now + late, result));
      }
    }

    void commit() {
      shaper.beforeCommit();
      store.commit();
      for (var result : attempts.subList(attemptsCommitted, attemptsRead)) {
        open.computeIfPresent(
            result.getQueueOffset(), (_, dispatch) -> dispatch.isResult(result) ? null : dispatch);
      }
      queueCommitted = queueRead;
      commandsCommitted = commandsRead;
      attemptsCommitted = attemptsRead;
      uncommitted.forEach(this::committed);
      uncommitted.clear();
    }

    void committed(Decided decided) {
      switch (decided.decision()) {
        case Released _ -> released(Objects.requireNonNull(decided.job()), decided.at());
        case Ended(Held held, var _, var result) -> ended(held, result != null, decided.at());
        case Suppressed(Held held, var _) -> ended(held, false, decided.at());
        case Cancelled(Held held, var lever) -> {
          assertThat(lever.phase()).isEqualTo(Lever.Phase.ENDING);
          ended(held, false, decided.at());
        }
        case Reacted(Held held, var _, var acted) ->
            suspended.merge(held.site, acted.until(), Math::max);
        case Deferred _, CancelRequested _, Late _, Moved _ -> {}
      }
    }

    void released(Job job, long at) {
      assertThat(at)
          .as("%s is suspended by what its server said, whatever was killed since", job.site)
          .isGreaterThanOrEqualTo(suspended.getOrDefault(job.site, 0L));
      var before = open.put(job.offset, new Open(job.site, job.attempt, job.issue, at));
      assertThat(before == null || before.isLost(at)).as("two dispatches at a time").isTrue();
      assertThat(open.values())
          .filteredOn(dispatch -> dispatch.site().equals(job.site) && !dispatch.isLost(at))
          .as("the window of %s", job.site)
          .hasSizeLessThanOrEqualTo(WINDOW + BEYOND);
      jobs.add(job);
    }

    void ended(Held held, boolean byResult, long at) {
      endings.merge(held.submissionId, 1, Integer::sum);
      var dispatch = open.remove(held.offset);
      assertThat(byResult || dispatch == null || dispatch.isLost(at))
          .as("ended while an attempt may be under way")
          .isTrue();
    }

    void kill() {
      store.kill();
      uncommitted.clear();
      queueRead = queueCommitted;
      commandsRead = commandsCommitted;
      attemptsRead = attemptsCommitted;
      shaper = newShaper();
    }

    void settle() {
      long end = now + 20 * LIFE;
      while (now < end) {
        while (queueRead < queue.size() || attemptsRead < attempts.size()) {
          consume();
        }
        admissions.timePassed(now);
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
