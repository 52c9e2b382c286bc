package milena.bounce;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What the bounce processor counts. */
public final class BounceMeters {
  private static final Metric EVENTS =
      Metric.counter("milena.bounce.events", "Events that were looked at.");
  private static final Metric SUPPRESSED =
      Metric.counter("milena.bounce.suppressions", "Suppressions that were written.");
  private static final Metric LAG =
      Metric.gauge("milena.bounce.lag", "", "Events that were not looked at yet.");

  /** Every metric of the bounce processor, for the reference. */
  public static final List<Metric> ALL = List.of(EVENTS, SUPPRESSED, LAG);

  private final Counter events;
  private final Counter suppressed;
  private final AtomicLong lag = new AtomicLong();

  BounceMeters(Meters meters) {
    events = meters.counter(EVENTS);
    suppressed = meters.counter(SUPPRESSED);
    meters.gauge(LAG, lag, AtomicLong::get);
  }

  void took(int eventCount, int suppressionCount) {
    events.increment(eventCount);
    suppressed.increment(suppressionCount);
  }

  void unread(long count) {
    lag.set(count);
  }
}
