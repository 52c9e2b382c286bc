package milena.router.trial;

import java.time.Duration;
import java.util.List;

/**
 * The time that a trial is about, and the slots of equal length that its figures are told by.
 *
 * @param from ms since 1970
 * @param to behind its last ms
 * @param slotMs how long a slot is; the last one may be shorter
 */
public record Window(long from, long to, long slotMs) {
  private static final int MOST_SLOTS = 48;

  private static final List<Duration> LENGTHS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(12),
          Duration.ofDays(1),
          Duration.ofDays(7));

  /** Checks that it has a length. */
  public Window {
    if (to <= from || slotMs <= 0) {
      throw new IllegalArgumentException("no time: from " + from + " to " + to);
    }
  }

  /** A window in at most 48 slots of a length that people use. */
  public static Window of(long from, long to) {
    long least = (to - from + MOST_SLOTS - 1) / MOST_SLOTS;
    long slot =
        LENGTHS.stream()
            .mapToLong(Duration::toMillis)
            .filter(ms -> ms >= least)
            .findFirst()
            .orElse(least);
    return new Window(from, to, slot);
  }

  /** How many slots it has. */
  public int slots() {
    return Math.toIntExact((to - from + slotMs - 1) / slotMs);
  }

  /** In which slot a time is; that of what is before or behind is the first or the last. */
  public int slot(long at) {
    return Math.clamp((at - from) / slotMs, 0, slots() - 1);
  }

  /** When a slot begins. */
  public long begin(int slot) {
    return from + slot * slotMs;
  }

  /** Whether a time is in it. */
  public boolean has(long at) {
    return at >= from && at < to;
  }
}
