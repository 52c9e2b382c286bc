package milena.delivery.claim;

import java.util.List;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What shows of the claims. */
public final class ClaimMeters {
  private static final Metric HELD =
      Metric.gauge("milena.delivery.claims", "", "Partitions of dispatches that are claimed.");
  private static final Metric IN_FLIGHT =
      Metric.gauge(
          "milena.delivery.inflight",
          "",
          "Dispatches taken up whose result is not in the log yet.");

  /** Every metric of the claims, for the reference. */
  public static final List<Metric> ALL = List.of(HELD, IN_FLIGHT);

  private ClaimMeters() {}

  /** Shows these claims, read at every scrape. */
  public static void watch(Meters meters, Claims claims) {
    meters.gauge(HELD, claims, Claims::held);
    meters.gauge(IN_FLIGHT, claims, Claims::inFlight);
  }
}
