package milena.delivery.connect;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import milena.delivery.outcome.AttemptOutcome;
import milena.delivery.outcome.Verdict;
import milena.delivery.sign.Signed;
import milena.runtime.observe.Meters;
import milena.runtime.observe.Metric;

/** What sending counts. Safe for use by several threads. */
public final class LaneMeters {

  private static final Metric ATTEMPTS =
      Metric.counter("milena.delivery.attempts", "Attempts that ended, by outcome.", "outcome");
  private static final Metric TRANSACTIONS =
      Metric.counter(
          "milena.delivery.transactions",
          "Transactions that were begun; recipients of one message share them.");
  private static final Metric SEND =
      Metric.timer("milena.delivery.send", "From MAIL to the end of a delivery.");
  private static final Metric CONNECT =
      Metric.timer("milena.delivery.connect", "From dialing to a session that is ready.");
  private static final Metric UNREACHABLE =
      Metric.counter("milena.delivery.unreachable", "Dials that reached no host of a site.");
  private static final Metric UNSIGNED =
      Metric.counter(
          "milena.delivery.unsigned",
          "Attempts with a message that was not signed though there are DKIM keys, by reason.",
          "reason");
  private static final Metric CONNECTIONS =
      Metric.gauge("milena.delivery.connections", "", "Sessions that are ready or busy.");
  private static final Metric WAITING =
      Metric.gauge("milena.delivery.waiting", "", "Consignments that wait for a connection.");

  private static final Metric SOURCE_HEALTHY =
      Metric.gauge(
          "milena.delivery.source.healthy",
          "",
          "Whether mail can leave from a source of the policy: 0 while its address cannot be bound,"
              + " or its proxy is away or refuses.",
          "source");

  /** Every metric of sending, for the reference. */
  public static final List<Metric> ALL =
      List.of(
          ATTEMPTS,
          TRANSACTIONS,
          SEND,
          CONNECT,
          UNREACHABLE,
          UNSIGNED,
          CONNECTIONS,
          WAITING,
          SOURCE_HEALTHY);

  private final Meters meters;
  private final AtomicInteger connections = new AtomicInteger();
  private final Counter delivered;
  private final Counter deferred;
  private final Counter bounced;
  private final Counter notTried;
  private final Counter transactions;
  private final Counter unreachable;
  private final Map<Signed.Reason, Counter> unsigned = new EnumMap<>(Signed.Reason.class);
  private final Timer send;
  private final Timer connect;

  /** Registers the metrics. */
  public LaneMeters(Meters meters) {
    this.meters = meters;
    delivered = meters.counter(ATTEMPTS, "delivered");
    deferred = meters.counter(ATTEMPTS, "deferred");
    bounced = meters.counter(ATTEMPTS, "bounced");
    notTried = meters.counter(ATTEMPTS, "not-tried");
    transactions = meters.counter(TRANSACTIONS);
    unreachable = meters.counter(UNREACHABLE);
    for (var reason : Signed.Reason.values()) {
      unsigned.put(reason, meters.counter(UNSIGNED, reason.word()));
    }
    send = meters.timer(SEND);
    connect = meters.timer(CONNECT);
    meters.gauge(CONNECTIONS, connections, AtomicInteger::get);
  }

  void watch(AtomicInteger waiting) {
    meters.gauge(WAITING, waiting, AtomicInteger::get);
  }

  void watch(String source, SourceHealth health) {
    meters.gauge(SOURCE_HEALTHY, health, all -> all.shown(source), source);
  }

  void ended(AttemptOutcome outcome) {
    switch (outcome.verdict()) {
      case Verdict.Delivered _ -> {
        delivered.increment();
        send.record(outcome.times().sendMs(), TimeUnit.MILLISECONDS);
      }
      case Verdict.Deferred _ -> deferred.increment();
      case Verdict.Bounced _ -> bounced.increment();
      case Verdict.NotTried _ -> notTried.increment();
    }
  }

  void begun() {
    transactions.increment();
  }

  void opened(Duration took) {
    connections.incrementAndGet();
    connect.record(took);
  }

  void closed() {
    connections.decrementAndGet();
  }

  void unsigned(Signed.Reason reason) {
    Objects.requireNonNull(unsigned.get(reason)).increment();
  }

  void foundNobody() {
    unreachable.increment();
  }
}
