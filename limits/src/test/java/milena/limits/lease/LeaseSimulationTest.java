package milena.limits.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import milena.limits.lease.StrictLimit.Count;
import milena.limits.lease.StrictLimit.Rate;
import org.junit.jupiter.api.Test;

class LeaseSimulationTest {

  private static final int SCHEDULES = Integer.getInteger("schedules", 1_000);
  private static final long LASTS_MS = 20_000;

  @Test
  void shouldNeverExceedARate() {
    long taken = 0;
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      var random = new Random(seed);
      var limit =
          new Rate("r", 1 + random.nextInt(300), 1_000, 1 + random.nextInt(seed % 2 == 0 ? 3 : 200), 1);
      taken += shouldHold(seed, limit);
    }
    assertThat(taken).isGreaterThan(SCHEDULES * 500L);
  }

  @Test
  void shouldNeverExceedACount() {
    long taken = 0;
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      var random = new Random(seed);
      taken += shouldHold(seed, new Count("c", 1 + random.nextInt(30), LeaseWorld.KEPT_MS, 1));
    }
    assertThat(taken).isGreaterThan(SCHEDULES * 100L);
  }

  private static long shouldHold(long seed, StrictLimit limit) {
    var world = new LeaseWorld(seed, limit, 2 + (int) (seed % 3), seed % 4 == 0);
    world.users.forEach(user -> user.perSecond = world.random.nextInt(300));
    int pause = 20 + world.random.nextInt(200);
    while (world.now < LASTS_MS) {
      if (world.random.nextInt(pause) == 0) {
        world.disturb();
      }
      world.step();
      var wrong = world.wrong();
      if (!wrong.isEmpty()) {
        throw new AssertionError("seed " + seed + " at " + world.now + ": " + wrong + ", " + world.limit());
      }
    }
    return world.takenAt.size();
  }
}
