package milena.delivery.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import milena.policy.Applied;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Place;
import org.junit.jupiter.api.Test;

/** Limits of connections that several workers share, in virtual time. */
class LeasedConnectionsTest {
  private static final int SEEDS = 20;
  private static final long SETTLED_MS = 5_000;

  /** The end of a lease, and what the dead one had open counts for so long. */
  private static final long RETURNED_MS = 1_000 + Leases.KEPT_MS;

  private static Applied most(long most) {
    return new Applied(Per.PROVIDER, "google", Kind.CONNECTIONS, Bound.of(most), Place.BUILT_IN);
  }

  private static Counted counted(long version, Applied... limits) {
    return new Counted(List.of(limits), version);
  }

  private static WorkerWorld world(long seed, long most, int... wanted) {
    var world = new WorkerWorld(seed, wanted.length, counted(1, most(most)));
    for (int i = 0; i < wanted.length; i++) {
      world.workers.get(i).wanted = wanted[i];
    }
    return world;
  }

  private static void run(WorkerWorld world, long most, long forMs) {
    long end = world.now + forMs;
    while (world.now < end) {
      world.step();
      if (world.open() > most) {
        throw new AssertionError(world.open() + " open at " + world.now + ", not " + most);
      }
    }
  }

  @Test
  void shouldUseTheWholeLimitAndNoMore() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given
      var world = world(seed, 20, 50, 3, 50);

      // When
      run(world, 20, SETTLED_MS);

      // Then
      assertThat(world.open()).as("seed %s", seed).isEqualTo(20);
      assertThat(world.workers.get(1).open()).isEqualTo(3);
      assertThat(world.workers.get(0).open()).isBetween(8, 9);
    }
  }

  @Test
  void shouldNotOpenAndCloseForNothingWhereItDoesNotDivideEvenly() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given
      var world = world(seed, 20, 50, 50, 50);
      run(world, 20, SETTLED_MS);
      int before = world.openedAt.size();

      // When
      run(world, 20, 20_000);

      // Then
      assertThat(world.openedAt).as("seed %s", seed).hasSizeLessThanOrEqualTo(before + 2);
      assertThat(world.open()).isEqualTo(20);
    }
  }

  @Test
  void shouldGiveEachItsPartWhenItComesLater() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given: one has all
      var world = world(seed, 10, 50, 0);
      run(world, 10, SETTLED_MS);
      assertThat(world.open()).isEqualTo(10);

      // When
      world.workers.get(1).wanted = 50;
      run(world, 10, SETTLED_MS);

      // Then: what was open beyond the share went after its message
      assertThat(world.workers.get(0).open()).as("seed %s", seed).isEqualTo(5);
      assertThat(world.workers.get(1).open()).isEqualTo(5);
    }
  }

  @Test
  void shouldHaveAnIdleShareElsewhereWithinASecond() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given
      var world = world(seed, 10, 50, 50);
      run(world, 10, SETTLED_MS);

      // When: one has no more mail, and all it had open is closed
      world.workers.get(0).wanted = 0;
      while (world.workers.get(0).open() > 0) {
        world.step();
      }
      long idleSince = world.now;
      while (world.open() < 10 && world.now - idleSince <= 1_000) {
        world.step();
      }

      // Then
      assertThat(world.open()).as("seed %s", seed).isEqualTo(10);
    }
  }

  @Test
  void shouldLeaveNothingUnusedBesideThoseWhoNeedNoMoreThanTheyHave() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given
      var world = world(seed, 5, 1, 1, 0);
      run(world, 5, SETTLED_MS);

      // When
      world.workers.get(2).wanted = 9;
      run(world, 5, SETTLED_MS);

      // Then
      assertThat(world.open()).as("seed %s", seed).isEqualTo(5);
    }
  }

  @Test
  void shouldTakeTurnsWhereThereIsLessThanOneForEach() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given
      var world = world(seed, 1, 5, 5, 5);
      var turns = new long[3];

      // When
      for (int i = 0; i < 90_000 / WorkerWorld.STEP_MS; i++) {
        run(world, 1, WorkerWorld.STEP_MS);
        for (int each = 0; each < turns.length; each++) {
          turns[each] += (long) world.workers.get(each).open() * WorkerWorld.STEP_MS;
        }
      }

      // Then
      assertThat(Arrays.stream(turns).boxed()).as("seed %s", seed).allMatch(turn -> turn > 20_000);
    }
  }

  @Test
  void shouldKeepWhatIsOpenAndOpenNothingWhileNobodyOwnsTheLimit() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given
      var world = world(seed, 10, 4, 2);
      run(world, 10, SETTLED_MS);

      // When
      world.loseOwner();
      run(world, 10, 1_500);
      world.workers.get(1).wanted = 50;
      run(world, 10, 8_000);
      int meanwhile = world.open();
      world.newOwner();
      run(world, 10, 1_000 + SETTLED_MS);

      // Then
      assertThat(meanwhile).as("seed %s", seed).isEqualTo(6);
      assertThat(world.workers.get(0).open()).isEqualTo(4);
      assertThat(world.workers.get(1).open()).isEqualTo(6);
    }
  }

  @Test
  void shouldReturnTheSlotsOfAWorkerThatDied() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given
      var world = world(seed, 10, 50, 50);
      run(world, 10, SETTLED_MS);

      // When
      world.workers.get(0).die();
      run(world, 10, RETURNED_MS - 3_000);
      int before = world.open();
      run(world, 10, 5_000);

      // Then
      assertThat(before).as("seed %s", seed).isEqualTo(5);
      assertThat(world.open()).isEqualTo(10);
    }
  }

  @Test
  void shouldFollowALowerLimitAfterTheMessages() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given
      var world = world(seed, 12, 50, 50);
      run(world, 12, SETTLED_MS);

      // When: one of them sees the new policy later
      var lower = counted(2, most(4));
      world.workers.get(0).under = lower;
      run(world, 12, 500);
      world.workers.get(1).under = lower;
      run(world, 12, 2_000);

      // Then
      run(world, 4, SETTLED_MS);
      assertThat(world.open()).as("seed %s", seed).isEqualTo(4);
    }
  }

  @Test
  void shouldOpenAtTheRateOfAll() {
    var rate =
        new Applied(
            Per.PROVIDER, "google", Kind.CONNECTION_RATE, new Bound(20, 1_000, 5), Place.BUILT_IN);
    for (long seed = 1; seed <= SEEDS; seed++) {
      // Given: a connection for each message
      var world = new WorkerWorld(seed, 2, counted(1, rate, most(100)));
      world.workers.forEach(
          worker -> {
            worker.wanted = 50;
            worker.oneMessageEach = true;
          });

      // When
      run(world, 100, SETTLED_MS + 20_000);

      // Then
      assertMostPerSecond(world.openedAt, 20, 5);
      assertThat(world.openedAt.stream().filter(at -> at > SETTLED_MS))
          .as("seed %s", seed)
          .hasSizeGreaterThanOrEqualTo(20 * 20 * 95 / 100);
    }
  }

  private static void assertMostPerSecond(List<Long> times, int most, int burst) {
    int wrong = 0;
    for (int from = 0; from < times.size(); from++) {
      for (int to = from; to < times.size(); to++) {
        double window = (times.get(to) - times.get(from) + WorkerWorld.STEP_MS) / 1_000.0;
        wrong += to - from + 1 > Math.ceil(most * window + burst) ? 1 : 0;
      }
    }
    assertThat(wrong).isZero();
  }

  @Test
  void shouldNeverHaveMoreOpenWhateverHappens() {
    for (long seed = 1; seed <= 100; seed++) {
      var random = new Random(seed);
      int most = 1 + random.nextInt(20);
      var world = world(seed, most, random.nextInt(30), random.nextInt(30), random.nextInt(30));
      for (int i = 0; i < 20_000 / WorkerWorld.STEP_MS; i++) {
        run(world, most, WorkerWorld.STEP_MS);
        if (random.nextInt(100) == 0) {
          disturb(world, random);
        }
      }
    }
  }

  private static void disturb(WorkerWorld world, Random random) {
    var worker = world.workers.get(random.nextInt(world.workers.size()));
    switch (random.nextInt(6)) {
      case 0 -> world.newOwner();
      case 1 -> world.loseOwner();
      case 2 -> {
        worker.die();
        world.join(random.nextInt(30));
      }
      case 3 -> worker.frozenUntil = world.now + random.nextLong(Leases.KEPT_MS);
      default -> worker.wanted = random.nextInt(3) == 0 ? 0 : random.nextInt(30);
    }
  }
}
