package milena.limits.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SharingSimulationTest {

  private static final int SCHEDULES = 12;
  private static final long WINDOW_MS = 10_000;

  /** A silent holder's lease, the wait of a new owner, and the rounds after them. */
  private static final long SETTLED_MS = 9_000;

  private static final long SETTLED_LOAD_MS = 4_000;
  private static final Limit LIMIT = new Limit("shop", 200, 1_000, 1);

  @Test
  void shouldKeepTheLimitAndUseItUp() {
    // Given
    int strict = 0;
    int full = 0;

    for (long seed = 1; seed <= SCHEDULES; seed++) {
      var world = new SharedLimitWorld(seed, LIMIT);
      var random = new Random(seed);
      for (int i = 0; i < 2 + seed % 3; i++) {
        world.join().perSecond = random.nextInt(300);
      }
      long calmFrom = 30_000L + random.nextInt(30_000);
      boolean calmed = false;

      // When
      while (world.now < SharedLimitWorld.SECONDS * 1_000L) {
        if (world.now < calmFrom && random.nextInt(300) == 0) {
          world.disturb();
        } else if (world.now >= calmFrom && !calmed) {
          world.calm();
          calmed = true;
        } else if (random.nextInt(1_000) == 0) {
          world.changeLoad();
        }
        world.step();

        // Then
        long from = world.now - WINDOW_MS;
        if (world.now % 100 != 0 || from < 0) {
          continue;
        }
        double accepted = world.acceptedIn(from, world.now);
        String when = "seed " + seed + " up to " + world.now + world.describe();
        if (calmed && from > world.disturbedAt + SETTLED_MS) {
          assertThat(accepted).as(when).isLessThanOrEqualTo(200 * 10 * 1.05 + 200);
          strict++;
          if (from > world.changedAt + SETTLED_LOAD_MS
              && world.leastOfferedIn(from, world.now) > 1.1 * LIMIT.permits()) {
            assertThat(accepted).as(when).isGreaterThanOrEqualTo(200 * 10 * 0.95);
            full++;
          }
        }
      }
    }
    assertThat(strict).isGreaterThan(SCHEDULES * 100);
    assertThat(full).isGreaterThan(SCHEDULES);
  }
}
