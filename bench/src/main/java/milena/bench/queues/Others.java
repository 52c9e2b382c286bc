package milena.bench.queues;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import milena.bench.compare.Arrivals;
import milena.bench.load.Load;
import milena.bench.load.LoadContent;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadReport;
import milena.bench.measure.LatencySummary;
import milena.bench.sink.Sink;
import milena.bench.sink.SinkConfig;

/** Mail that has a route, and the sink at its end. */
final class Others implements AutoCloseable {
  private static final String DOMAIN = "others.test";
  private static final int CONNECTIONS = 20;
  private static final int SIZE_BYTES = 4_096;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Sink sink;
  private final int port;

  /**
   * Listens.
   *
   * @throws IOException when it cannot
   */
  Others(int port) throws IOException {
    this.port = port;
    this.sink = new Sink(SinkConfig.accepting(), InstantSource.system());
    try {
      sink.start("127.0.0.1", port);
    } catch (IOException taken) {
      sink.close();
      throw taken;
    }
  }

  /** The line of Milena's file of routes. */
  String route() {
    return DOMAIN + " 127.0.0.1 " + port + "\n";
  }

  /** Sends so many as fast as they are taken, and returns how many arrived a second. */
  double pass(InetSocketAddress to, int messages) throws IOException, InterruptedException {
    sink.forget();
    var sent = send(to, LoadPace.of(messages, CONNECTIONS), LoadEnvelope.to(List.of(DOMAIN)));
    Arrivals.await(sink::deliveries, messages);
    double seconds = Duration.between(sent.started(), Instant.now()).toNanos() / NANOS_PER_SECOND;
    return messages / seconds;
  }

  /**
   * Sends messages that are to be held back for a while, and returns how much later they came than
   * they were due; what it takes to accept and to deliver them is in it.
   */
  LatencySummary held(InetSocketAddress to, int messages, Duration over, Duration hold)
      throws IOException, InterruptedException {
    sink.forget();
    double seconds = over.toMillis() / 1e3;
    sendHeld(to, LoadPace.of(messages, CONNECTIONS).withPerSecond(messages / seconds), hold);
    Arrivals.await(sink::deliveries, messages);
    var late = sink.report().latency();
    long due = hold.toNanos();
    return new LatencySummary(
        late.count(),
        late.p50() - due,
        late.p90() - due,
        late.p99() - due,
        late.p999() - due,
        late.max() - due);
  }

  /** Sends some that are to be held back, and returns when they are accepted. */
  void sendHeld(InetSocketAddress to, LoadPace pace, Duration hold)
      throws IOException, InterruptedException {
    send(to, pace, LoadEnvelope.to(List.of(DOMAIN)).withHold(hold));
  }

  /** Has seen nothing yet. */
  void forget() {
    sink.forget();
  }

  /** Returns how many have arrived. */
  long arrived() {
    return sink.deliveries();
  }

  /** Sends mail for other domains, and returns when all is accepted. */
  static LoadReport send(InetSocketAddress to, LoadPace pace, LoadEnvelope envelope)
      throws IOException, InterruptedException {
    var plan =
        LoadPlan.to(to)
            .withPace(pace)
            .withEnvelope(envelope)
            .withContent(new LoadContent(SIZE_BYTES, 1));
    var report = new Load(plan, InstantSource.system()).run(_ -> {});
    if (report.exitCode() != 0) {
      throw new IOException("not every message was accepted:\n" + report.toText());
    }
    return report;
  }

  @Override
  public void close() {
    sink.close();
  }
}
