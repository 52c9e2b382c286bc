package milena.router.shape;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What the shaper counts. Written by the stage's thread, read by whoever looks. */
public final class ShaperMeters {
  private static final Metric DECISIONS =
      Metric.counter("milena.shaper.decisions", "Decisions, by what was decided.", "decision");
  private static final Metric LIFE =
      Metric.timer("milena.shaper.life", "From accepting a message to an ending of it.");
  private static final Metric WAITING =
      Metric.gauge("milena.shaper.waiting", "", "Submissions that wait, by reason.", "reason");
  private static final Metric OUTSTANDING =
      Metric.gauge("milena.shaper.outstanding", "", "Dispatches without a result.");
  private static final Metric SITES =
      Metric.gauge("milena.shaper.sites", "", "Sites that have something to do.");
  private static final Metric LEVERS =
      Metric.gauge(
          "milena.shaper.levers",
          "",
          "Operators' commands, once for each partition, by what they are about to do"
              + " (hold, work).",
          "state");
  private static final Metric OVERDUE =
      Metric.gauge(
          "milena.shaper.overdue",
          "seconds",
          "How long ago the oldest wait should have ended; near 0 in a shaper that keeps up.");

  /** Every metric of the shaper, for the reference. */
  public static final List<Metric> ALL =
      List.of(DECISIONS, LIFE, WAITING, OUTSTANDING, SITES, LEVERS, OVERDUE);

  /**
   * How the partitions of this process stand, together.
   *
   * @param waiting how many wait, by reason
   * @param holding levers that hold something, and have been carried out on what waits
   * @param working levers that are being carried out on what waits
   * @param overdueMs how long ago the oldest wait should have ended
   */
  record Standing(
      Map<WaitReason, Long> waiting,
      long outstanding,
      long sites,
      long holding,
      long working,
      long overdueMs) {}

  private final Meters meters;
  private final Timer life;
  private final EnumMap<WaitReason, AtomicLong> waiting = new EnumMap<>(WaitReason.class);
  private final AtomicLong outstanding = new AtomicLong();
  private final AtomicLong sites = new AtomicLong();
  private final AtomicLong holding = new AtomicLong();
  private final AtomicLong working = new AtomicLong();
  private final AtomicLong overdueMs = new AtomicLong();

  /** Registers the metrics. */
  public ShaperMeters(Meters meters) {
    this.meters = meters;
    life = meters.timer(LIFE);
    for (var reason : WaitReason.values()) {
      // What is outstanding waits for nothing here, and is shown by itself.
      if (reason != WaitReason.OUTSTANDING) {
        var count = new AtomicLong();
        waiting.put(reason, count);
        meters.gauge(WAITING, count, AtomicLong::get, reason.word());
      }
    }
    meters.gauge(OUTSTANDING, outstanding, AtomicLong::get);
    meters.gauge(SITES, sites, AtomicLong::get);
    meters.gauge(LEVERS, holding, AtomicLong::get, "hold");
    meters.gauge(LEVERS, working, AtomicLong::get, "work");
    meters.gauge(OVERDUE, overdueMs, ms -> ms.get() / 1e3);
  }

  /** Decided by a word: that of the event, or of what else was written. */
  void decided(String word) {
    counter(word).increment();
  }

  /** An ending, and how long it took from accepting the message. */
  void ended(String word, long lifeMs) {
    counter(word).increment();
    life.record(Math.max(0, lifeMs), TimeUnit.MILLISECONDS);
  }

  private Counter counter(String word) {
    return meters.counter(DECISIONS, word);
  }

  void stands(Standing now) {
    waiting.forEach(
        (reason, count) -> count.set(Math.max(0, now.waiting().getOrDefault(reason, 0L))));
    outstanding.set(now.outstanding());
    sites.set(now.sites());
    holding.set(now.holding());
    working.set(now.working());
    overdueMs.set(Math.max(0, now.overdueMs()));
  }
}
