package milena.limits.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;
import org.junit.jupiter.api.Test;

class LeaseSimulationTest {

  private static final int SCHEDULES = 1_000;
  private static final long LASTS_MS = 8_000;
  private static final long SETTLED_MS = 5_000;
  private static final long WINDOW_MS = 10_000;

  @Test
  void shouldNeverExceedARate() {
    long taken = 0;
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      var random = new Random(seed);
      int burst = 1 + random.nextInt(seed % 2 == 0 ? 3 : 200);
      taken += hold(seed, new Rate("r", 1 + random.nextInt(300), 1_000, burst, 1));
    }
    assertThat(taken).isGreaterThan(SCHEDULES * 200L);
  }

  @Test
  void shouldNeverExceedACount() {
    long taken = 0;
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      int permits = 1 + new Random(seed).nextInt(30);
      taken += hold(seed, new Count("c", permits, LeaseWorld.KEPT_MS, 1));
    }
    assertThat(taken).isGreaterThan(SCHEDULES * 50L);
  }

  private static long hold(long seed, StrictLimit limit) {
    var world = new LeaseWorld(seed, limit, 2 + (int) (seed % 3), seed % 4 == 0);
    world.users.forEach(user -> user.perSecond = world.random.nextInt(300));
    int pause = 20 + world.random.nextInt(100);
    while (world.now < LASTS_MS) {
      if (world.random.nextInt(pause) == 0) {
        world.disturb();
      }
      world.step();
      assertRight(seed, world);
    }
    return world.takenAt.size();
  }

  private static void assertRight(long seed, LeaseWorld world) {
    var wrong = world.wrong();
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "seed " + seed + " at " + world.now + ": " + wrong + ", " + world.limit());
    }
  }

  @Test
  void shouldReachTheRateWhereverTheDemandIs() {
    assertReaches(200, 200, 400, 30);
    assertReaches(200, 200, 400, 0);
    assertReaches(200, 200, 400, 400);
    assertReaches(200, 200, 400, 95);
    assertReaches(2_000, 2_000, 100, 4_000);
    assertReaches(20, 5, 40);
    assertReaches(2, 1, 40, 40, 40);
  }

  private static void assertReaches(long permits, long burst, double... wanted) {
    for (long seed = 1; seed <= 5; seed++) {
      // Given: what was in disorder has settled
      var limit = new Rate("r", permits, 1_000, burst, 1);
      var world = new LeaseWorld(seed, limit, wanted.length, false);
      for (int i = 0; i < wanted.length; i++) {
        world.users.get(i).perSecond = wanted[i];
      }
      runUntil(seed, world, SETTLED_MS);

      // When
      runUntil(seed, world, SETTLED_MS + WINDOW_MS);

      // Then
      long taken = world.takenIn(SETTLED_MS, world.now);
      assertThat((double) taken)
          .as("seed %s of %s", seed, limit)
          .isGreaterThanOrEqualTo(0.98 * permits * WINDOW_MS / 1_000 - 1);
    }
  }

  @Test
  void shouldHaveAnUnusedShareElsewhereWithinASecond() {
    for (long seed = 1; seed <= 20; seed++) {
      // Given
      var world = new LeaseWorld(seed, new Rate("r", 200, 1_000, 200, 1), 2, false);
      world.users.forEach(user -> user.perSecond = 400);
      runUntil(seed, world, SETTLED_MS);

      // When: one wants nothing any more
      world.users.getFirst().perSecond = 0;
      world.users.getFirst().backlog = 0;
      runUntil(seed, world, SETTLED_MS + 1_000);

      // Then
      runUntil(seed, world, SETTLED_MS + 2_000);
      assertThat(world.takenIn(SETTLED_MS + 1_000, world.now))
          .as("seed " + seed)
          .isGreaterThan(180);
    }
  }

  @Test
  void shouldGoOnAfterWhateverHappened() {
    for (long seed = 1; seed <= 50; seed++) {
      // Given
      var limit = seed % 2 == 0 ? new Rate("r", 100, 1_000, 100, 1) : count();
      var world = new LeaseWorld(seed, limit, 3, false);
      while (world.now < LASTS_MS) {
        if (world.random.nextInt(50) == 0) {
          world.disturb();
        }
        world.step();
      }

      // When
      world.calm();
      world.users.forEach(user -> user.perSecond = 200);
      runUntil(seed, world, world.now + LeaseWorld.KEPT_MS + Lessor.CLAIM_AGAIN_MS + SETTLED_MS);
      long from = world.now;
      runUntil(seed, world, from + WINDOW_MS);

      // Then
      assertThat(world.takenIn(from, world.now))
          .as("seed " + seed)
          .isGreaterThan(limit instanceof Rate ? 950 : 50);
    }
  }

  private static Count count() {
    return new Count("c", 10, LeaseWorld.KEPT_MS, 1);
  }

  private static void runUntil(long seed, LeaseWorld world, long end) {
    while (world.now < end) {
      world.step();
      assertRight(seed, world);
    }
  }
}
