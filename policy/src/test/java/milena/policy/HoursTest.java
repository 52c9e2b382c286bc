package milena.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Set<DayOfWeek> ALL = EnumSet.allOf(DayOfWeek.class);

  /** Monday is 2026-11-30. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-30T08:00+01:00, 2026-11-30T09:00+01:00",
    "2026-11-30T09:00+01:00, 2026-11-30T09:00+01:00",
    "2026-11-30T16:59:59.999+01:00, 2026-11-30T16:59:59.999+01:00",
    "2026-11-30T17:00+01:00, 2026-12-01T09:00+01:00",
    "2026-12-04T17:00+01:00, 2026-12-05T10:00+01:00",
    "2026-12-05T11:00+01:00, 2026-12-05T11:00+01:00",
    "2026-12-05T12:00+01:00, 2026-12-07T09:00+01:00",
    "2026-12-06T12:00+01:00, 2026-12-07T09:00+01:00"
  })
  void shouldOpenWithTheNextOfSeveralSpans(OffsetDateTime at, OffsetDateTime opens) {
    // Given
    var hours =
        hours(span(WORKDAYS, "09:00", "17:00"), span(Set.of(DayOfWeek.SATURDAY), "10:00", "12:00"));

    // Then
    assertThat(next(hours, at)).isEqualTo(opens.toInstant());
  }

  /** Friday's goes on until Saturday, and Saturday's own begins before it ends. */
  @ParameterizedTest
  @CsvSource({
    "2026-12-05T01:59+01:00, 2026-12-05T01:59+01:00",
    "2026-12-05T02:30+01:00, 2026-12-05T02:30+01:00",
    "2026-12-05T03:00+01:00, 2026-12-11T22:00+01:00",
    "2026-12-04T21:00+01:00, 2026-12-04T22:00+01:00",
    "2026-12-05T23:00+01:00, 2026-12-11T22:00+01:00"
  })
  void shouldGoOnAfterMidnight(OffsetDateTime at, OffsetDateTime opens) {
    // Given
    var hours =
        hours(
            span(Set.of(DayOfWeek.FRIDAY), "22:00", "02:00"),
            span(Set.of(DayOfWeek.SATURDAY), "01:00", "03:00"));

    // Then
    assertThat(next(hours, at)).isEqualTo(opens.toInstant());
  }

  @ParameterizedTest
  @CsvSource({
    // The clock goes from 02:00 to 03:00 on 2026-03-29, from 03:00 back to 02:00 on 2026-10-25.
    "09:00, 17:00, 2026-03-28T17:00+01:00, 2026-03-29T09:00+02:00",
    "09:00, 17:00, 2026-10-24T17:00+02:00, 2026-10-25T09:00+01:00",
    "02:30, 05:00, 2026-03-29T01:00+01:00, 2026-03-29T03:00+02:00",
    "02:30, 03:15, 2026-03-29T01:59+01:00, 2026-03-29T03:00+02:00",
    "02:30, 03:15, 2026-03-29T03:20+02:00, 2026-03-30T02:30+02:00",
    "02:00, 02:30, 2026-03-29T01:00+01:00, 2026-03-30T02:00+02:00",
    "01:00, 02:30, 2026-03-29T01:59+01:00, 2026-03-29T01:59+01:00",
    "01:00, 02:30, 2026-03-29T03:00+02:00, 2026-03-30T01:00+02:00",
    "23:00, 02:30, 2026-03-29T03:10+02:00, 2026-03-29T23:00+02:00",
    "02:30, 05:00, 2026-10-25T02:00+02:00, 2026-10-25T02:30+02:00",
    "02:30, 05:00, 2026-10-25T02:10+01:00, 2026-10-25T02:10+01:00",
    "23:00, 02:30, 2026-10-25T02:29+02:00, 2026-10-25T02:29+02:00",
    "23:00, 02:30, 2026-10-25T02:29+01:00, 2026-10-25T23:00+01:00",
    "06:00, 06:00, 2026-03-29T05:59+02:00, 2026-03-29T05:59+02:00",
    "06:00, 06:00, 2026-10-25T05:59+01:00, 2026-10-25T05:59+01:00"
  })
  void shouldGoByTheClockWhenItIsChanged(
      String from, String to, OffsetDateTime at, OffsetDateTime opens) {
    assertThat(next(hours(span(ALL, from, to)), at)).isEqualTo(opens.toInstant());
  }

  @Test
  void shouldOpenInAnotherWeekWhereTheClockLeavesOutAllOfIt() {
    // Given
    var hours = hours(span(Set.of(DayOfWeek.SUNDAY), "02:00", "02:30"));

    // Then
    assertThat(next(hours, OffsetDateTime.parse("2026-03-22T02:30+01:00")))
        .isEqualTo(Instant.parse("2026-04-05T00:00:00Z"));
  }

  /** The short span of Sundays ends before the clock is changed back. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-29T01:00+01:00, 2026-03-29T03:00+02:00",
    "2026-03-29T04:00+02:00, 2026-03-29T09:00+02:00",
    "2026-10-25T02:45+02:00, 2026-10-25T09:00+01:00",
    "2026-10-25T02:15+01:00, 2026-10-25T09:00+01:00"
  })
  void shouldTakeTheFirstOfAListWhenTheClockIsChanged(OffsetDateTime at, OffsetDateTime opens) {
    // Given
    var hours =
        hours(span(ALL, "09:00", "17:00"), span(Set.of(DayOfWeek.SUNDAY), "02:15", "03:30"));
    var autumn =
        hours(span(ALL, "09:00", "17:00"), span(Set.of(DayOfWeek.SUNDAY), "02:15", "02:45"));

    // Then
    assertThat(next(at.getMonthValue() == 3 ? hours : autumn, at)).isEqualTo(opens.toInstant());
  }

  private static Hours hours(Hours.Span... spans) {
    return new Hours(Selector.ALL, List.of(spans), BERLIN, Place.BUILT_IN);
  }

  private static Hours.Span span(Set<DayOfWeek> days, String from, String to) {
    return new Hours.Span(days, LocalTime.parse(from), LocalTime.parse(to));
  }

  private static Instant next(Hours hours, OffsetDateTime at) {
    return Instant.ofEpochMilli(hours.next(at.toInstant().toEpochMilli()));
  }
}
