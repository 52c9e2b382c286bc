package milena.limits;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.function.LongSupplier;
import milena.limits.lease.Permits;
import milena.limits.share.Shares;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What is counted of limits that processes share. */
public final class LimitMeters {
  private static final Metric KNOWN =
      Metric.gauge("milena.limits.known", "", "Rate limits that this process goes by.");
  private static final Metric SHARE =
      Metric.gauge(
          "milena.limits.share",
          "ratio",
          "The part of a limit that this process has now, 0 to 1, on the average of its limits."
              + " Over all processes that is at most 1.");
  private static final Metric EXPIRED =
      Metric.gauge(
          "milena.limits.expired",
          "",
          "Limits whose owner was not heard of for longer than a lease. Mail is taken by the last"
              + " share; if this stays above 0, look at mail.demand and mail.grants.");
  private static final Metric OWNED =
      Metric.gauge("milena.limits.owned", "", "Limits whose shares this process leases to all.");
  private static final Metric REFUSED =
      Metric.counter(
          "milena.limits.refused",
          "Times that something was told to come back later because a tenant was over a rate limit;"
              + " for an outbox, times that its reading was paused.",
          "door");
  private static final Metric LEASED =
      Metric.gauge(
          "milena.limits.strict",
          "",
          "Limits of the policy that several processes share and this one has a use for now.");
  private static final Metric UNLEASED =
      Metric.gauge(
          "milena.limits.unleased",
          "",
          "Limits of the policy under which something waits that has no lease: nothing leaves by"
              + " them. For a second when a limit is first used or its owner changes; if this stays"
              + " above 0, look at mail.demand and mail.grants.");
  private static final Metric RESTARTS =
      Metric.counter(
          "milena.limits.restarts", "Failures after which reports and grants were taken up anew.");

  /** Every metric of limits, for the reference. */
  public static final List<Metric> ALL =
      List.of(KNOWN, SHARE, EXPIRED, OWNED, LEASED, UNLEASED, REFUSED, RESTARTS);

  private final Meters meters;
  private final Counter restarts;

  LimitMeters(Meters meters, Shares shares, Permits permits, LongSupplier millis) {
    this.meters = meters;
    restarts = meters.counter(RESTARTS);
    meters.gauge(KNOWN, shares, Shares::limits);
    meters.gauge(SHARE, shares, Shares::part);
    meters.gauge(LEASED, permits, Permits::limits);
    meters.gauge(UNLEASED, permits, it -> it.unleased(millis.getAsLong()));
    meters.gauge(EXPIRED, shares, it -> it.expired(millis.getAsLong()));
  }

  void owner(LimitOwner owner) {
    meters.gauge(OWNED, owner, LimitOwner::owned);
  }

  void restarted() {
    restarts.increment();
  }

  /** Counts what a door tells to come back later. */
  public static Counter refused(Meters meters, String door) {
    return meters.counter(REFUSED, door);
  }
}
