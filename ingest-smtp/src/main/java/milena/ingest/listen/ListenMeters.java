package milena.ingest.listen;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What is counted of connections before anybody speaks. Safe for use by several threads. */
public final class ListenMeters {

  private static final Metric PROXY_REFUSED =
      Metric.counter(
          "milena.ingest.proxy.refused",
          "Connections closed over their PROXY header by reason: malformed, late, or untrusted when"
              + " it came from where none is expected.",
          "reason");

  /** Every metric of listening, for the reference. */
  public static final List<Metric> ALL = List.of(PROXY_REFUSED);

  private final Counter malformed;
  private final Counter late;
  private final Counter untrusted;

  /** Registers the metrics. */
  public ListenMeters(Meters meters) {
    malformed = meters.counter(PROXY_REFUSED, "malformed");
    late = meters.counter(PROXY_REFUSED, "late");
    untrusted = meters.counter(PROXY_REFUSED, "untrusted");
  }

  void malformedProxy() {
    malformed.increment();
  }

  void lateProxy() {
    late.increment();
  }

  void untrustedProxy() {
    untrusted.increment();
  }
}
