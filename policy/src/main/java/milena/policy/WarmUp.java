package milena.policy;

import java.time.LocalDate;
import java.util.List;

/**
 * How much a new source may send: what is more goes out of the pool's other sources.
 *
 * @param providers to each of which it may send so much; empty for in all
 * @param from the first day (UTC)
 * @param perDay the most on each day; after the last the source is warm
 */
public record WarmUp(
    String source, List<String> providers, LocalDate from, List<Long> perDay, Place place) {

  /** Copies. */
  public WarmUp {
    providers = List.copyOf(providers);
    perDay = List.copyOf(perDay);
  }

  /** Returns the most on a day; {@link Long#MAX_VALUE} once it is warm, 0 before the first day. */
  public long most(LocalDate day) {
    long number = from.until(day, java.time.temporal.ChronoUnit.DAYS);
    if (number < 0) {
      return 0;
    }
    return number < perDay.size() ? perDay.get((int) number) : Long.MAX_VALUE;
  }
}
