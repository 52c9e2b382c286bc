package milena.delivery.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DeathsTest {
  private static final int DISPATCHES = 5_000;

  /** A worker that takes everything as allowed, and dies of one dispatch whenever it takes it. */
  @Property(tries = 100)
  void shouldCondemnTheOneThatKills(
      @ForAll @LongRange(min = 0, max = DISPATCHES - 1) long killer, @ForAll long seed) {
    // Given
    var random = new Random(seed);
    var unfinished = new TreeSet<Long>();
    for (long offset = 0; offset < DISPATCHES; offset++) {
      unfinished.add(offset);
    }
    var deaths = Deaths.NONE;
    int count = 0;

    // When
    while (deaths.condemned() < 0 && count < 10) {
      deaths = runUntilItDies(deaths, unfinished, killer, random);
      count++;
      deaths = deaths.afterDeath(unfinished.first(), DISPATCHES);
    }

    // Then
    assertThat(deaths.condemned()).isEqualTo(killer);
    assertThat(count).isLessThanOrEqualTo(5);
  }

  private static Deaths runUntilItDies(
      Deaths start, NavigableSet<Long> unfinished, long killer, Random random) {
    var deaths = start;
    while (deaths.onTrial(unfinished.first())) {
      var block = unfinished.stream().limit(deaths.block()).toList();
      deaths = deaths.beginBlock(block.getLast() + 1);
      if (block.contains(killer)) {
        block.stream()
            .filter(one -> one != killer && random.nextBoolean())
            .forEach(unfinished::remove);
        return deaths;
      }
      block.forEach(unfinished::remove);
    }
    unfinished.removeIf(one -> one != killer && random.nextInt(3) == 0);
    return deaths;
  }

  @Test
  void shouldNotTryAnythingAfterOneDeath() {
    // Given
    var deaths = Deaths.NONE.afterDeath(10, 500);

    // Then
    assertThat(deaths.onTrial(10)).isFalse();
    assertThat(deaths.afterDeath(10, 700).onTrial(499)).isTrue();
    assertThat(deaths.afterDeath(10, 700).onTrial(500)).isFalse();
  }

  @Test
  void shouldForgetThoseThatWereFinishedBetweenDeaths() {
    // Given
    var deaths = Deaths.NONE.afterDeath(10, 500).afterDeath(500, 900);

    // Then
    assertThat(deaths.onTrial(500)).isFalse();
    assertThat(deaths.afterDeath(501, 1000).onTrial(899)).isTrue();
  }
}
