package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/**
 * A source that is warmed up sends its part of each day, by UTC, and the pool's others send the
 * rest. A message for each of two providers comes every minute.
 */
class WarmUpTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 12, 1);
  private static final long BETWEEN = 60 * PolicyWorld.SECOND;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long A_DAY = DAY / BETWEEN;
  private static final String BIG = "big.test";
  private static final String OTHER = "other.test";

  private static Said said(Long... perDay) {
    return new Said()
        .pool("p", Map.of("new", 1, "old", 1))
        .provider("big", BIG)
        .warmUp("new", List.of("big"), FIRST, perDay);
  }

  private static PolicyWorld world(Said said, LocalDate from) {
    var world = new PolicyWorld(said, Samples.config(OptionalDouble.empty()), at(from));
    world.step = 30 * PolicyWorld.SECOND;
    return world;
  }

  private static long at(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private static void send(PolicyWorld world, long until) {
    while (world.now < until) {
      world.arriveFor(BIG);
      world.arriveFor(OTHER);
      world.runUntil(Math.min(until, world.now + BETWEEN));
    }
  }

  private static long sent(PolicyWorld world, String source, String domain, LocalDate day) {
    return world.count(
        left ->
            left.source().equals(source)
                && left.held().domain.equals(domain)
                && left.at() >= at(day)
                && left.at() < at(day.plusDays(1)));
  }

  /** All but a burst of a twentieth, which is saved only while nothing is sent. */
  private static long mostOf(long number) {
    return number - Math.max(1, number / 20) - 1;
  }

  @Test
  void shouldSendEachDaysNumberAndTheRestFromTheOthersUntilTheSourceIsWarm() {
    // Given
    var world = world(said(7L, 40L, 400L), FIRST.minusDays(1));
    // When
    send(world, at(FIRST.plusDays(5)));
    // Then
    assertThat(sent(world, "new", BIG, FIRST.minusDays(1))).isZero();
    assertThat(sent(world, "new", BIG, FIRST)).isBetween(mostOf(7), 7L);
    assertThat(sent(world, "new", BIG, FIRST.plusDays(1))).isBetween(mostOf(40), 40L);
    assertThat(sent(world, "new", BIG, FIRST.plusDays(2))).isBetween(mostOf(400), 400L);
    for (int day = 3; day < 5; day++) {
      assertThat(sent(world, "new", BIG, FIRST.plusDays(day)))
          .isBetween(A_DAY / 2 - 2, A_DAY / 2 + 2);
    }
    // Then: other providers are not limited, and nothing waits
    for (int day = -1; day < 5; day++) {
      assertThat(sent(world, "new", OTHER, FIRST.plusDays(day)))
          .isBetween(A_DAY / 2 - 2, A_DAY / 2 + 2);
    }
    assertThat(world.left).hasSize((int) (2 * 6 * A_DAY));
    assertThat(world.left).allMatch(left -> left.at() - left.held().acceptedAt <= world.step);
  }

  @Test
  void shouldNotAddWhatIsLeftOfADayToTheNext() {
    // Given: nothing comes on the first day, so that a burst is saved
    var world = world(said(400L, 100L, 600L), FIRST);
    send(world, at(FIRST) + BETWEEN);
    world.runUntil(at(FIRST.plusDays(1)));
    // When
    send(world, at(FIRST.plusDays(3)));
    // Then
    assertThat(sent(world, "new", BIG, FIRST.plusDays(1))).isBetween(mostOf(100), 100L);
    assertThat(sent(world, "new", BIG, FIRST.plusDays(2))).isBetween(mostOf(600), 600L);
  }

  @Test
  void shouldNotGiveTheDaysNumberAnewAfterARestart() {
    // Given
    var world = world(said(400L), FIRST);
    // When
    for (int hour = 0; hour < 24; hour++) {
      send(world, at(FIRST) + hour * DAY / 24 + DAY / 48);
      world.restart();
    }
    send(world, at(FIRST.plusDays(1)));
    // Then
    assertThat(sent(world, "new", BIG, FIRST)).isBetween(400L * 8 / 10, 400L);
  }

  @Test
  void shouldCountAPlanWithoutProvidersForAllTogether() {
    // Given
    var said =
        new Said()
            .pool("p", Map.of("new", 1, "old", 1))
            .provider("big", BIG)
            .warmUp("new", List.of(), FIRST, 100L);
    var world = world(said, FIRST);
    // When
    send(world, at(FIRST.plusDays(1)));
    // Then
    long all = sent(world, "new", BIG, FIRST) + sent(world, "new", OTHER, FIRST);
    assertThat(all).isBetween(mostOf(100), 100L);
  }

  @Test
  void shouldLetMailWaitWhereThereIsNoOtherSource() {
    // Given
    var said =
        new Said()
            .pool("p", Map.of("new", 1))
            .provider("big", BIG)
            .warmUp("new", List.of("big"), FIRST, 100L, 200L);
    var world = world(said, FIRST);
    // When
    send(world, at(FIRST.plusDays(3)));
    // Then
    assertThat(sent(world, "new", BIG, FIRST)).isBetween(mostOf(100), 100L);
    assertThat(sent(world, "new", BIG, FIRST.plusDays(1))).isBetween(mostOf(200), 200L);
    assertThat(world.left).hasSize((int) (2 * 3 * A_DAY));
  }
}
