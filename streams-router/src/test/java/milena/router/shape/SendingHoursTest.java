package milena.router.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Mail leaves in the hours of its rule, by the clock of the rule's zone, and waits otherwise. */
class SendingHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Said OFFICE =
      new Said().hours(WEEKDAYS, LocalTime.of(9, 0), LocalTime.of(17, 0), BERLIN);
  private static final Said NIGHT =
      new Said().hours(WEEKDAYS, LocalTime.of(22, 0), LocalTime.of(6, 0), BERLIN);
  private static final long BETWEEN = Duration.ofMinutes(10).toMillis();
  private static final int SITES = 10;

  private static PolicyWorld run(Said said, String from, String to) {
    var world = new PolicyWorld(said, Samples.config(OptionalDouble.empty()), at(from));
    world.step = 10 * PolicyWorld.SECOND;
    while (world.now < at(to)) {
      world.arrive(1, "site" + world.offset % SITES, "a");
      world.runUntil(world.now + BETWEEN);
    }
    return world;
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  /** Each left at once, or as soon as the first of these spans began that was not over. */
  private static void assertLeftIn(PolicyWorld world, String... beginsAndEnds) {
    var times = Stream.of(beginsAndEnds).mapToLong(SendingHoursTest::at).toArray();
    for (var left : world.left) {
      long due = due(left.held().acceptedAt, times);
      assertThat(left.at())
          .as("what came at %s", Instant.ofEpochMilli(left.held().acceptedAt))
          .isBetween(due, due + world.step);
    }
    long cameAfter = (world.now - times[times.length - 1]) / BETWEEN;
    assertThat(world.left).hasSize((int) (world.offset - cameAfter));
  }

  private static long due(long came, long[] times) {
    for (int i = 0; i < times.length; i += 2) {
      if (came < times[i + 1]) {
        return Math.max(came, times[i]);
      }
    }
    throw new AssertionError("left after the last span: " + Instant.ofEpochMilli(came));
  }

  @Test
  void shouldKeepOfficeHoursWhereSummerTimeBeginsOverTheWeekend() {
    // When
    var world = run(OFFICE, "2026-03-26T00:00:00Z", "2026-04-01T00:00:00Z");
    // Then
    assertLeftIn(
        world,
        "2026-03-26T08:00:00Z",
        "2026-03-26T16:00:00Z",
        "2026-03-27T08:00:00Z",
        "2026-03-27T16:00:00Z",
        "2026-03-30T07:00:00Z",
        "2026-03-30T15:00:00Z",
        "2026-03-31T07:00:00Z",
        "2026-03-31T15:00:00Z");
  }

  @Test
  void shouldKeepOfficeHoursWhereSummerTimeEndsOverTheWeekend() {
    // When
    var world = run(OFFICE, "2026-10-22T00:00:00Z", "2026-10-28T00:00:00Z");
    // Then
    assertLeftIn(
        world,
        "2026-10-22T07:00:00Z",
        "2026-10-22T15:00:00Z",
        "2026-10-23T07:00:00Z",
        "2026-10-23T15:00:00Z",
        "2026-10-26T08:00:00Z",
        "2026-10-26T16:00:00Z",
        "2026-10-27T08:00:00Z",
        "2026-10-27T16:00:00Z");
  }

  @Test
  void shouldCountTheNightOfFridayToFridayThoughItEndsOnSaturday() {
    // When
    var world = run(NIGHT, "2026-03-26T12:00:00Z", "2026-03-31T12:00:00Z");
    // Then
    assertLeftIn(
        world,
        "2026-03-26T21:00:00Z",
        "2026-03-27T05:00:00Z",
        "2026-03-27T21:00:00Z",
        "2026-03-28T05:00:00Z",
        "2026-03-30T20:00:00Z",
        "2026-03-31T04:00:00Z");
  }

  @Test
  void shouldHaveAShortNightWhereTheClockGoesForwardAndALongOneWhereItGoesBack() {
    // Given
    var night =
        new Said()
            .hours(EnumSet.allOf(DayOfWeek.class), LocalTime.of(22, 0), LocalTime.of(6, 0), BERLIN);
    // When
    var spring = run(night, "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
    var autumn = run(night, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z");
    // Then
    assertLeftIn(
        spring,
        "2026-03-28T21:00:00Z",
        "2026-03-29T04:00:00Z",
        "2026-03-29T20:00:00Z",
        "2026-03-30T04:00:00Z");
    assertLeftIn(
        autumn,
        "2026-10-24T20:00:00Z",
        "2026-10-25T05:00:00Z",
        "2026-10-25T21:00:00Z",
        "2026-10-26T05:00:00Z");
  }

  @Test
  void shouldBeginAnHourLaterWhereTheHourIsSkippedAndTakeTwoWhereItComesTwice() {
    // Given
    var sundays =
        new Said()
            .hours(EnumSet.of(DayOfWeek.SUNDAY), LocalTime.of(2, 0), LocalTime.of(5, 0), BERLIN);
    // When
    var spring = run(sundays, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z");
    var autumn = run(sundays, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z");
    // Then
    assertLeftIn(spring, "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z");
    assertLeftIn(autumn, "2026-10-25T00:00:00Z", "2026-10-25T04:00:00Z");
  }

  @Test
  void shouldNotForgetTheHoursOverARestart() {
    // Given
    var world = run(OFFICE, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z");
    // When
    world.restart();
    world.runUntil(at("2026-03-30T07:00:00Z") - world.step);
    long early = world.left.size();
    world.runUntil(at("2026-03-30T07:00:00Z") + 2 * world.step);
    // Then
    assertThat(early).isZero();
    assertThat(world.left).hasSize((int) world.offset);
  }
}
