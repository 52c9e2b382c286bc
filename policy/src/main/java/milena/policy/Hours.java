package milena.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * When some mail may leave: outside these hours it waits.
 *
 * @param spans in any of which it may leave, at least one
 * @param zone whose clock counts
 */
public record Hours(Selector where, List<Span> spans, ZoneId zone, Place place) {

  /** A week, and another where a change of the clock leaves out all of a span. */
  private static final int DAYS_AHEAD = 14;

  /** Copies. */
  public Hours {
    spans = List.copyOf(spans);
  }

  /**
   * Hours of one or several days. A span that ends before it begins goes on after midnight; one
   * that ends where it begins is the whole day.
   *
   * @param days on which it may begin
   */
  public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

    /** Copies. */
    public Span {
      days = Set.copyOf(days);
    }

    private long next(ZoneId zone, long at) {
      var today = Instant.ofEpochMilli(at).atZone(zone).toLocalDate();
      return IntStream.rangeClosed(-1, DAYS_AHEAD)
          .mapToObj(today::plusDays)
          .filter(day -> days.contains(day.getDayOfWeek()))
          .mapToLong(day -> next(day, zone, at))
          .filter(opens -> opens < Long.MAX_VALUE)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    }

    /** The first time from one on within what begins on a day; never when that is over. */
    private long next(LocalDate day, ZoneId zone, long at) {
      long begins = instant(day.atTime(from), zone);
      long ends = instant((to.isAfter(from) ? day : day.plusDays(1)).atTime(to), zone);
      return begins < ends && at < ends ? Math.max(at, begins) : Long.MAX_VALUE;
    }

    /** A time that the clock leaves out is when it does so; one that it has twice is the first. */
    private static long instant(LocalDateTime local, ZoneId zone) {
      var change = zone.getRules().getTransition(local);
      return change != null && change.isGap()
          ? change.getInstant().toEpochMilli()
          : local.atZone(zone).toInstant().toEpochMilli();
    }
  }

  /** Returns the first time from this on at which it may leave: the same where that is now. */
  public long next(long at) {
    return spans.stream().mapToLong(span -> span.next(zone, at)).min().orElse(Long.MAX_VALUE);
  }
}
