package milena.bench.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import milena.bench.load.Load;
import milena.bench.load.LoadContent;
import milena.bench.load.LoadEntry;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadLogin;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadReport;
import milena.bench.measure.LatencySummary;
import milena.bench.result.Figure;
import milena.bench.rig.Destinations;
import milena.bench.rig.Rig;
import milena.bench.sink.Sink;
import milena.bench.sink.SinkConfig;
import milena.bench.sink.SinkLimits;
import milena.bench.sink.SinkReport;

/**
 * Our own load generator and sink, in this process: warm after the first messages, and on one
 * clock, so that a message's way is measured from end to end.
 */
final class OwnTraffic implements Traffic {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int SEED = 1;
  private static final int CONNECTIONS_A_DOMAIN = 2;

  private final Destinations destinations;
  private final LoadEntry entry;
  private Sink sink;

  private OwnTraffic(Destinations destinations, LoadEntry entry) throws IOException {
    this.destinations = destinations;
    this.entry = entry;
    this.sink = listening(destinations);
  }

  /**
   * Makes the tools for a side, with the login that it asks for, and the sink listening.
   *
   * @throws IOException when it cannot
   */
  static OwnTraffic of(Rig rig, Destinations destinations) throws IOException {
    return new OwnTraffic(
        destinations,
        rig.login()
            .map(asked -> new LoadLogin(asked.name(), asked.password()))
            .map(login -> new LoadEntry(LoadEntry.Security.IMPLICIT, login))
            .orElseGet(LoadEntry::open));
  }

  /** Nobody listens at the destinations any more. */
  void fallSilent() {
    sink.close();
  }

  /**
   * Somebody listens there again, and has seen nothing yet.
   *
   * @throws IOException when it cannot listen
   */
  void listenAgain() throws IOException {
    sink = listening(destinations);
  }

  /**
   * Sends, and returns when all is accepted.
   *
   * @throws IOException when something is not
   */
  LoadReport send(InetSocketAddress to, Shipment shipment)
      throws IOException, InterruptedException {
    int connections = Math.min(shipment.connections(), shipment.messages());
    var plan =
        LoadPlan.to(to)
            .withPace(
                LoadPace.of(shipment.messages(), connections).withPerSecond(shipment.perSecond()))
            .withEnvelope(LoadEnvelope.to(destinations.domains()))
            .withContent(new LoadContent(shipment.sizeBytes(), SEED))
            .withEntry(entry);
    var report = new Load(plan, InstantSource.system()).run(_ -> {});
    if (report.exitCode() != 0) {
      throw new IOException("not every message was accepted:\n" + report.toText());
    }
    return report;
  }

  /**
   * Returns when so many different messages have arrived, with what the sink has seen.
   *
   * @throws IOException when they do not come
   */
  SinkReport awaitArrival(int messages) throws IOException, InterruptedException {
    Arrivals.await(sink::deliveries, messages);
    Arrivals.await(() -> sink.report().identity().distinct(), messages);
    return sink.report();
  }

  /** Returns how many have arrived so far. */
  long arrived() {
    return sink.deliveries();
  }

  @Override
  public Map<Figure, Double> pass(InetSocketAddress to, Shipment shipment)
      throws IOException, InterruptedException {
    sink.forget();
    var sent = send(to, shipment);
    Arrivals.await(sink::deliveries, shipment.messages());
    double seconds = Duration.between(sent.started(), Instant.now()).toNanos() / NANOS_PER_SECOND;
    var received = awaitArrival(shipment.messages());
    var figures = new EnumMap<Figure, Double>(Figure.class);
    figures.put(Figure.ACCEPTED_RATE, sent.rate());
    figures.put(Figure.DELIVERED_RATE, shipment.messages() / seconds);
    figures.put(Figure.DUPLICATES, (double) received.identity().duplicates());
    put(figures, sent.acceptLatency(), Figure.ACCEPT_P50_MS, Figure.ACCEPT_P99_MS);
    put(figures, received.latency(), Figure.TRANSIT_P50_MS, Figure.TRANSIT_P99_MS);
    return figures;
  }

  @Override
  public double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(duration -> duration.toNanos() / NANOS_PER_SECOND)
        .orElse(0.0);
  }

  @Override
  public void close() {
    sink.close();
  }

  private static Sink listening(Destinations destinations) throws IOException {
    var limits = SinkLimits.defaults();
    // a side may keep its connections to every site, and one refused would defer its mail
    int connections = Math.max(limits.connections(), CONNECTIONS_A_DOMAIN * destinations.count());
    var config = SinkConfig.accepting().withLimits(limits.withConnections(connections));
    var sink = new Sink(config, InstantSource.system());
    try {
      sink.start(destinations.listen(), destinations.port());
      return sink;
    } catch (IOException taken) {
      sink.close();
      throw taken;
    }
  }

  private static void put(
      Map<Figure, Double> figures, LatencySummary summary, Figure median, Figure tail) {
    figures.put(median, summary.p50() / NANOS_PER_MILLI);
    figures.put(tail, summary.p99() / NANOS_PER_MILLI);
  }
}
