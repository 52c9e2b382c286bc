package milena.router.route;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import milena.mail.route.RouteFinder;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What the router counts. Written by the stage's thread, read by whoever looks. */
public final class RouterMeters {
  private static final Metric DECISIONS =
      Metric.counter("milena.router.decisions", "Decisions, by what was decided.", "decision");
  private static final Metric PARKED =
      Metric.gauge(
          "milena.router.parked", "", "Submissions that wait for the site of their domain.");
  private static final Metric ASKED =
      Metric.gauge("milena.router.asked", "", "Domains that DNS is being asked for.");
  private static final Metric REMEMBERED =
      Metric.gauge("milena.router.remembered", "", "Domains whose answer is remembered.");

  private static final Metric REPEATS =
      Metric.counter(
          "milena.router.repeats", "Submissions dropped because their id had come before.");

  /** Every metric of the router, for the reference. */
  public static final List<Metric> ALL = List.of(DECISIONS, REPEATS, PARKED, ASKED, REMEMBERED);

  private final AtomicInteger parked = new AtomicInteger();
  private final Counter routed;
  private final Counter suppressed;
  private final Counter rejected;
  private final Counter bounced;
  private final Counter parkings;
  private final Counter repeats;

  /** Registers the metrics. */
  public RouterMeters(Meters meters, RouteFinder finder) {
    routed = meters.counter(DECISIONS, "routed");
    suppressed = meters.counter(DECISIONS, "suppressed");
    rejected = meters.counter(DECISIONS, "rejected");
    bounced = meters.counter(DECISIONS, "bounced");
    parkings = meters.counter(DECISIONS, "parked");
    repeats = meters.counter(REPEATS);
    meters.gauge(PARKED, parked, AtomicInteger::get);
    meters.gauge(ASKED, finder, RouteFinder::underWay);
    meters.gauge(REMEMBERED, finder, RouteFinder::remembered);
  }

  void decided(RouteDecision decision) {
    var counter =
        switch (decision) {
          case RouteDecision.Routed _ -> routed;
          case RouteDecision.Suppressed _ -> suppressed;
          case RouteDecision.Rejected _ -> rejected;
          case RouteDecision.Bounced _ -> bounced;
          case RouteDecision.Parked _ -> parkings;
        };
    counter.increment();
  }

  /** A repeat was dropped. */
  void dropped() {
    repeats.increment();
  }

  /** So many are parked now. */
  void parked(int count) {
    parked.set(count);
  }
}
