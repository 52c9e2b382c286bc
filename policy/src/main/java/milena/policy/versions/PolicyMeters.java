package milena.policy.versions;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What is counted of the policy's versions. */
public final class PolicyMeters {
  private static final Metric VERSION =
      Metric.gauge(
          "milena.policy.version",
          "",
          "The version of the policy that is in force here; 0 for none. The same on all nodes, but"
              + " for the seconds after a new one.");
  private static final Metric REFUSED =
      Metric.gauge(
          "milena.policy.unreadable.version",
          "",
          "A newer version that this process cannot read, so that the one before stays in force; 0"
              + " for none.");
  private static final Metric REREADS =
      Metric.counter(
          "milena.policy.rereads",
          "Times that mail.policy is read anew after a failure; the last known version is in force"
              + " meanwhile.");

  /** Every metric of the policy, for the reference. */
  public static final List<Metric> ALL = List.of(VERSION, REFUSED, REREADS);

  private final AtomicInteger version = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Counter rereads;

  PolicyMeters(Meters meters) {
    meters.gauge(VERSION, version, AtomicInteger::get);
    meters.gauge(REFUSED, refused, AtomicInteger::get);
    rereads = meters.counter(REREADS);
  }

  void inForce(int number) {
    version.set(number);
  }

  void refused(int number) {
    refused.set(number);
  }

  void reread() {
    rereads.increment();
  }
}
