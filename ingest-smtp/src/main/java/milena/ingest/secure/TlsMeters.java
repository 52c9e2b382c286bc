package milena.ingest.secure;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;
import org.jspecify.annotations.Nullable;

/** What is counted of TLS. Safe for use by several threads. */
public final class TlsMeters {

  private static final Metric HANDSHAKES =
      Metric.counter(
          "milena.ingest.tls.handshakes",
          "TLS handshakes by protocol (`none` when it came to none) and result: done, failed or"
              + " late.",
          "protocol",
          "result");
  private static final Metric LOADS =
      Metric.counter(
          "milena.ingest.tls.loads",
          "New content of certificate files by result: taken, or refused while the old one stays.",
          "result");
  private static final Metric ENDS =
      Metric.gauge(
          "milena.ingest.tls.certificate.remaining",
          "seconds",
          "Until the certificate ends, by its file; NaN while none could be loaded.",
          "file");

  /** Every metric of TLS, for the reference. */
  public static final List<Metric> ALL = List.of(HANDSHAKES, LOADS, ENDS);

  private static final String NO_PROTOCOL = "none";

  private final Meters meters;
  private final InstantSource clock;

  /** Counts there; what remains is by this clock. */
  public TlsMeters(Meters meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
  }

  void done(String protocol) {
    meters.counter(HANDSHAKES, protocol, "done").increment();
  }

  void failed() {
    meters.counter(HANDSHAKES, NO_PROTOCOL, "failed").increment();
  }

  void late() {
    meters.counter(HANDSHAKES, NO_PROTOCOL, "late").increment();
  }

  void loaded() {
    meters.counter(LOADS, "taken").increment();
  }

  void refused() {
    meters.counter(LOADS, "refused").increment();
  }

  /** Shows when a certificate ends, read at every scrape; null while there is none. */
  void watch(String file, Supplier<@Nullable Instant> endsAt) {
    meters.gauge(ENDS, endsAt, source -> remaining(source.get()), file);
  }

  private double remaining(@Nullable Instant endsAt) {
    return endsAt == null
        ? Double.NaN
        : (endsAt.toEpochMilli() - clock.instant().toEpochMilli()) / 1000.0;
  }
}
