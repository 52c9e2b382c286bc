package milena.ingest.converse;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What ingest counts. Safe for use by several threads. */
public final class IngestMeters {

  private static final Metric ACCEPTED =
      Metric.counter("milena.ingest.accepted", "Messages that were acknowledged with 250.");
  private static final Metric RECIPIENTS =
      Metric.counter("milena.ingest.recipients", "Recipients of acknowledged messages.");
  private static final Metric REFUSED =
      Metric.counter("milena.ingest.refused", "Replies of 400 and more, by their code.", "code");
  private static final Metric BYTES =
      Metric.summary("milena.ingest.size", "bytes", "Sizes of acknowledged messages.");
  private static final Metric LATENCY =
      Metric.timer("milena.ingest.accept", "From the final dot to the reply of 250.");
  private static final Metric CONNECTIONS =
      Metric.gauge("milena.ingest.connections", "", "Connections that are open.");
  private static final Metric HELD =
      Metric.gauge("milena.ingest.held", "bytes", "Bytes of message bodies that are held.");

  /** Every metric of ingest, for the reference. */
  public static final List<Metric> ALL =
      List.of(ACCEPTED, RECIPIENTS, REFUSED, BYTES, LATENCY, CONNECTIONS, HELD);

  private final Meters meters;
  private final Counter accepted;
  private final Counter recipients;
  private final DistributionSummary bytes;
  private final Timer latency;
  private final ConcurrentMap<Integer, Counter> refused = new ConcurrentHashMap<>();

  /** Registers the metrics. */
  public IngestMeters(Meters meters) {
    this.meters = meters;
    accepted = meters.counter(ACCEPTED);
    recipients = meters.counter(RECIPIENTS);
    bytes = meters.summary(BYTES);
    latency = meters.timer(LATENCY);
  }

  /** Shows what is held now, read at every scrape. */
  public void watch(IntSupplier connections, LongSupplier heldBytes) {
    meters.gauge(CONNECTIONS, connections, IntSupplier::getAsInt);
    meters.gauge(HELD, heldBytes, LongSupplier::getAsLong);
  }

  /** A message was acknowledged. */
  void accepted(int recipientCount, long size, long nanos) {
    accepted.increment();
    recipients.increment(recipientCount);
    bytes.record((double) size);
    latency.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A reply went out; only those that take nothing count here. */
  void replied(int code) {
    if (code >= 400) {
      refused.computeIfAbsent(code, c -> meters.counter(REFUSED, Integer.toString(c))).increment();
    }
  }
}
