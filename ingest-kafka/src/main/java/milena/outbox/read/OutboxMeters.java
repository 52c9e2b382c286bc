package milena.outbox.read;

import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What the outbox door counts. Written by its thread, read by whoever looks. */
public final class OutboxMeters {
  private static final Metric RECORDS =
      Metric.counter(
          "milena.outbox.records", "Records of outboxes, by what became of them.", "result");
  private static final Metric AGAIN =
      Metric.counter(
          "milena.outbox.again", "Attempts that failed because the log did, and were repeated.");
  private static final Metric UNDER_WAY =
      Metric.gauge(
          "milena.outbox.underway", "", "Records that are neither in the log nor refused.");
  private static final Metric BYTES =
      Metric.gauge("milena.outbox.underway.size", "bytes", "Bytes of these records.");
  private static final Metric LAG =
      Metric.gauge("milena.outbox.lag", "", "Records of outboxes that were not taken up yet.");

  /** Every metric of the outbox door, for the reference. */
  public static final List<Metric> ALL = List.of(RECORDS, AGAIN, UNDER_WAY, BYTES, LAG);

  private final AtomicLong underWay = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong lag = new AtomicLong();
  private final Counter taken;
  private final Counter refused;
  private final Counter again;

  /** Registers the metrics. */
  public OutboxMeters(Meters meters) {
    taken = meters.counter(RECORDS, "taken");
    refused = meters.counter(RECORDS, "refused");
    again = meters.counter(AGAIN);
    meters.gauge(UNDER_WAY, underWay, AtomicLong::get);
    meters.gauge(BYTES, bytes, AtomicLong::get);
    meters.gauge(LAG, lag, AtomicLong::get);
  }

  void finished(boolean wasTaken) {
    (wasTaken ? taken : refused).increment();
  }

  void failed() {
    again.increment();
  }

  void underWay(long records, long size) {
    underWay.set(records);
    bytes.set(size);
  }

  void unread(long records) {
    lag.set(records);
  }
}
