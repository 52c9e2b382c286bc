package milena.http.listen;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import milena.runtime.listen.ConnectionLimits;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What the door counts. Safe for use by several threads. */
public final class ApiMeters {

  private static final Metric REPLIES =
      Metric.counter("milena.http.replies", "Answers by their status.", "status");
  private static final Metric LATENCY =
      Metric.timer("milena.http.work", "From the last byte of a request to its answer.");
  private static final Metric CONNECTIONS =
      Metric.gauge("milena.http.connections", "", "Connections that are open.");
  private static final Metric REFUSED =
      Metric.counter(
          "milena.http.connections.refused",
          "Connections closed at once by reason: all, when there were too many, or address, when"
              + " too many were from theirs.",
          "reason");
  private static final Metric REQUESTS =
      Metric.gauge("milena.http.requests", "", "Requests that are taken in or worked on.");
  private static final Metric HELD =
      Metric.gauge("milena.http.held", "bytes", "Bytes of bodies that are held, in files or not.");

  /** Every metric of this step, for the reference. */
  public static final List<Metric> ALL =
      List.of(REPLIES, LATENCY, CONNECTIONS, REFUSED, REQUESTS, HELD);

  private final Meters meters;
  private final Timer latency;
  private final Counter tooMany;
  private final Counter tooManyFromAddress;
  private final ConcurrentMap<Integer, Counter> replies = new ConcurrentHashMap<>();

  /** Registers the metrics. */
  public ApiMeters(Meters meters) {
    this.meters = meters;
    latency = meters.timer(LATENCY);
    tooMany = meters.counter(REFUSED, "all");
    tooManyFromAddress = meters.counter(REFUSED, "address");
  }

  void watch(IntSupplier connections, Admissions admissions) {
    meters.gauge(CONNECTIONS, connections, IntSupplier::getAsInt);
    meters.gauge(REQUESTS, admissions, Admissions::requests);
    meters.gauge(HELD, admissions, Admissions::bytes);
  }

  void refused(ConnectionLimits.Entry why) {
    switch (why) {
      case TOO_MANY -> tooMany.increment();
      case TOO_MANY_FROM_ADDRESS -> tooManyFromAddress.increment();
      case ADMITTED -> {}
    }
  }

  void replied(int status) {
    replies
        .computeIfAbsent(status, code -> meters.counter(REPLIES, Integer.toString(code)))
        .increment();
  }

  void worked(long nanos) {
    latency.record(nanos, TimeUnit.NANOSECONDS);
  }
}
