package milena.tenants.book;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What the book counts. */
public final class BookMeters {
  private static final Metric TENANTS =
      Metric.gauge("milena.tenants.known", "", "Tenants that are known here.");
  private static final Metric CREDENTIALS =
      Metric.gauge("milena.tenants.credentials", "", "Credentials that are known here.");
  private static final Metric UNREADABLE =
      Metric.counter(
          "milena.tenants.unreadable",
          "Records of mail.credentials that were passed over. What was known under their keys stays"
              + " in force.");
  private static final Metric RESTARTS =
      Metric.counter(
          "milena.tenants.rereads",
          "Times that mail.credentials is read anew after a failure; the last known state is in"
              + " force meanwhile.");

  /** Every metric of the book, for the reference. */
  public static final List<Metric> ALL = List.of(TENANTS, CREDENTIALS, UNREADABLE, RESTARTS);

  private final AtomicInteger tenants = new AtomicInteger();
  private final AtomicInteger credentials = new AtomicInteger();
  private final Counter unreadable;
  private final Counter rereads;

  BookMeters(Meters meters) {
    unreadable = meters.counter(UNREADABLE);
    rereads = meters.counter(RESTARTS);
    meters.gauge(TENANTS, tenants, AtomicInteger::get);
    meters.gauge(CREDENTIALS, credentials, AtomicInteger::get);
  }

  void known(Gathering gathered) {
    tenants.set(gathered.tenantCount());
    credentials.set(gathered.credentialCount());
  }

  void passedOver() {
    unreadable.increment();
  }

  void reread() {
    rereads.increment();
  }
}
