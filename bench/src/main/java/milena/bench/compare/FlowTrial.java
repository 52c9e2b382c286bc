package milena.bench.compare;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import milena.bench.host.BareFlush;
import milena.bench.result.Figure;
import milena.bench.result.Scenario;
import milena.bench.rig.Ground;
import milena.bench.rig.Rig;

/** Load as fast as it is taken, until the sink has all; then, where asked for, half as fast. */
final class FlowTrial implements Trial {
  private static final int FLUSHES = 200;
  private static final double HALF = 0.5;
  private static final double HALF_SECONDS = 15;
  private static final int FEWEST_AT_HALF = 100;

  private final Rig rig;
  private final Ground ground;
  private final WarmUp warmUp;
  private final Traffic traffic;

  FlowTrial(Rig rig, Ground ground, WarmUp warmUp) throws IOException {
    this.rig = rig;
    this.ground = ground;
    this.warmUp = warmUp;
    this.traffic =
        switch (ground.scenario().tools()) {
          case OWN -> OwnTraffic.of(rig, ground.destinations());
          case POSTFIX -> new PostfixTraffic(ground.destinations(), ground.folder());
        };
  }

  @Override
  public void warmUp() throws IOException, InterruptedException {
    if (warmUp.messages() > 0) {
      // a scenario of one connection would warm up for minutes, and no better
      int connections = Math.max(WarmUp.CONNECTIONS, ground.scenario().connections());
      traffic.pass(rig.smtp(), Shipment.fast(warmUp.messages(), WarmUp.SIZE_BYTES, connections));
    }
    if (warmUp.alsoOwn(ground.scenario())) {
      traffic.pass(rig.smtp(), whole());
    }
  }

  @Override
  public Map<Figure, Double> round() throws IOException, InterruptedException {
    var figures = new EnumMap<Figure, Double>(Figure.class);
    figures.put(Figure.FLUSH_P50_MS, BareFlush.measure(ground.folder(), FLUSHES).p50() / 1e6);
    try (var meter = new Meter(rig.crew(), traffic::cpuSeconds)) {
      figures.putAll(traffic.pass(rig.smtp(), whole()));
      figures.putAll(meter.read(ground.scenario().messages()));
    }
    if (ground.scenario().halfLoad()) {
      figures.putAll(half(figures.getOrDefault(Figure.DELIVERED_RATE, 0.0)));
    }
    return figures;
  }

  @Override
  public void close() throws IOException {
    traffic.close();
  }

  private Shipment whole() {
    Scenario scenario = ground.scenario();
    return Shipment.fast(scenario.messages(), scenario.sizeBytes(), scenario.connections());
  }

  private Map<Figure, Double> half(double delivered) throws IOException, InterruptedException {
    double rate = delivered * HALF;
    int messages =
        Math.max(FEWEST_AT_HALF, (int) Math.min(ground.scenario().messages(), rate * HALF_SECONDS));
    var shipment =
        new Shipment(
            messages, ground.scenario().sizeBytes(), ground.scenario().connections(), rate);
    return atHalf(traffic.pass(rig.smtp(), shipment), rate);
  }

  /** Returns the latencies of a phase under the names of those at half load. */
  static Map<Figure, Double> atHalf(Map<Figure, Double> phase, double rate) {
    var figures = new EnumMap<Figure, Double>(Figure.class);
    figures.put(Figure.HALF_RATE, rate);
    Map.of(
            Figure.ACCEPT_P50_MS, Figure.HALF_ACCEPT_P50_MS,
            Figure.ACCEPT_P99_MS, Figure.HALF_ACCEPT_P99_MS,
            Figure.TRANSIT_P50_MS, Figure.HALF_TRANSIT_P50_MS,
            Figure.TRANSIT_P99_MS, Figure.HALF_TRANSIT_P99_MS)
        .forEach(
            (measured, name) -> {
              Double value = phase.get(measured);
              if (value != null) {
                figures.put(name, value);
              }
            });
    return figures;
  }
}
