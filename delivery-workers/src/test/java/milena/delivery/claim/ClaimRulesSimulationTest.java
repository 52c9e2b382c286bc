package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import milena.delivery.claim.ClaimState.Confirming;
import milena.delivery.claim.ClaimState.GivenBack;
import milena.delivery.claim.ClaimState.Held;
import milena.delivery.claim.ClaimState.Lost;
import milena.delivery.claim.ClaimState.Reading;
import milena.delivery.claim.ClaimState.WaitingOut;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Workers that each believe the partition is theirs, on one log, in virtual time. */
class ClaimRulesSimulationTest {
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final int WORKERS = 3;
  private static final int STEPS = 1500;

  @Property(tries = 1000)
  void shouldNeverLetTwoSend(@ForAll long seed) {
    // Given
    var world = new World(new Random(seed));

    for (int step = 0; step < STEPS; step++) {
      // When
      world.step();

      // Then
      assertThat(world.senders()).as("seed %s step %s", seed, step).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Property(tries = 100)
  void shouldLetTheLastOneSendInTheEnd(@ForAll long seed) {
    // Given
    var world = new World(new Random(seed));
    for (int step = 0; step < STEPS; step++) {
      world.step();
    }

    // When
    var last = world.onlyOneIsLeft();

    // Then
    assertThat(world.senders()).as("seed %s", seed).containsExactly(last);
  }

  private static final class World {
    final Random random;
    final List<Marker> log = new ArrayList<>();
    final List<Worker> workers = new ArrayList<>();
    long now;

    World(Random random) {
      this.random = random;
      for (int i = 0; i < WORKERS; i++) {
        workers.add(new Worker(this, "w" + i, 0));
      }
    }

    void step() {
      // Mostly all act at once, so that what follows from one event meets the next one closely.
      now += Duration.ofMillis(random.nextInt(random.nextInt(8) == 0 ? 1500 : 10)).toNanos();
      int chosen = random.nextInt(WORKERS);
      var worker = workers.get(chosen);
      if (now < worker.frozenUntil) {
        return;
      }
      switch (random.nextInt(80)) {
        case 0 -> workers.set(chosen, new Worker(this, worker.name, worker.run + 1));
        case 1, 4, 5, 6 ->
            worker.frozenUntil = now + Duration.ofSeconds(random.nextInt(20)).toNanos();
        case 2 -> worker.giveBack();
        case 3, 7, 8 -> worker.begin();
        default -> worker.work(random.nextInt(4));
      }
    }

    Worker onlyOneIsLeft() {
      var last = new Worker(this, "last", 0);
      workers.clear();
      workers.add(last);
      for (int i = 0; i < 200; i++) {
        now += Duration.ofMillis(100).toNanos();
        last.work(4);
      }
      return last;
    }

    List<Worker> senders() {
      return workers.stream().filter(Worker::maySend).toList();
    }
  }

  private static final class Worker {
    final World world;
    final String name;
    final int run;
    final ClaimTerms terms;
    final ClaimRules rules;
    final double rate;
    final long offset;
    final ArrayDeque<Marker> underWay = new ArrayDeque<>();
    ClaimState state = new Reading();
    Ledger ledger = Ledger.unheld(0);
    int position;
    int end;
    long frozenUntil;

    Worker(World world, String name, int run) {
      this.world = world;
      this.name = name;
      this.run = run;
      this.terms = new ClaimTerms(name, "run" + run, LEASE, false);
      this.rules = new ClaimRules(terms);
      this.rate = world.random.nextBoolean() ? 0.93 : 1.07;
      this.offset = world.random.nextLong() / 2;
      this.end = world.log.size();
    }

    long clock() {
      return offset + (long) (world.now * rate);
    }

    boolean maySend() {
      return clock() - rules.maySendUntil(state, clock()) < 0;
    }

    /** The group gives it the partition again; what it wrote before may still be under way. */
    void begin() {
      if (state instanceof Lost || state instanceof GivenBack) {
        state = new Reading();
        ledger = Ledger.unheld(0);
        position = 0;
        end = world.log.size();
      }
    }

    void giveBack() {
      if (state instanceof Held held) {
        state = new GivenBack();
        underWay.add(terms.release(held.epoch()));
      }
    }

    void work(int most) {
      follow(rules.timePassed(state, clock()));
      if (!underWay.isEmpty() && most > 0) {
        world.log.add(underWay.remove());
      }
      for (int i = 0; i < most && position < world.log.size(); i++) {
        var marker = world.log.get(position++);
        var before = ledger;
        ledger = ledger.fold(marker);
        follow(rules.seen(state, marker, before, clock()));
      }
      if (state instanceof Reading && position >= end) {
        follow(rules.caughtUp(ledger, clock()));
      }
    }

    void follow(ClaimRules.Step step) {
      state = step.next();
      if (step.write()) {
        marker().ifPresent(underWay::add);
      }
    }

    Optional<Marker> marker() {
      return switch (state) {
        case Confirming(long epoch, var before, _) ->
            Optional.of(terms.marker(epoch, clock(), before == null ? 0 : before.leaseMs()));
        case WaitingOut waiting ->
            Optional.of(terms.marker(waiting.epoch(), clock(), waiting.before().leaseMs()));
        case Held held -> Optional.of(terms.marker(held.epoch(), clock(), 0));
        case Reading _, Lost _, GivenBack _ -> Optional.empty();
      };
    }

    @Override
    public String toString() {
      return name + "/" + run + " " + state;
    }
  }
}
