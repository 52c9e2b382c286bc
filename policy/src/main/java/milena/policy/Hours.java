package milena.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * When some mail may leave: outside these hours it waits. A span that ends before it begins goes on
 * after midnight; one that ends where it begins is the whole day.
 *
 * @param days on which a span may begin
 */
public record Hours(
    Selector where, Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone, Place place) {

  private static final int WEEK = 8;

  /** Copies. */
  public Hours {
    days = Set.copyOf(days);
  }

  /** Returns the first time from this on at which it may leave: the same where that is now. */
  public long next(long at) {
    var local = Instant.ofEpochMilli(at).atZone(zone);
    long best = Long.MAX_VALUE;
    for (int ahead = -1; ahead < WEEK; ahead++) {
      var day = local.toLocalDate().plusDays(ahead);
      if (days.contains(day.getDayOfWeek())) {
        long begins = day.atTime(from).atZone(zone).toInstant().toEpochMilli();
        var lastDay = to.isAfter(from) ? day : day.plusDays(1);
        long ends = lastDay.atTime(to).atZone(zone).toInstant().toEpochMilli();
        if (at < ends) {
          best = Math.min(best, Math.max(at, begins));
        }
      }
    }
    return best;
  }
}
