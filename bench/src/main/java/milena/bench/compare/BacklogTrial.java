package milena.bench.compare;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import milena.bench.result.Figure;
import milena.bench.rig.Ground;
import milena.bench.rig.Rig;

/**
 * Load while nobody listens at the destination; then a sink appears there. Both sides retry every
 * few seconds in this scenario, and what they wait for their next look is not in the rate.
 */
final class BacklogTrial implements Trial {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Rig rig;
  private final Ground ground;
  private final WarmUp warmUp;
  private final OwnTraffic traffic;

  BacklogTrial(Rig rig, Ground ground, WarmUp warmUp) throws IOException {
    this.rig = rig;
    this.ground = ground;
    this.warmUp = warmUp;
    this.traffic = OwnTraffic.of(rig, ground.destinations());
  }

  @Override
  public void warmUp() throws IOException, InterruptedException {
    if (warmUp.messages() > 0) {
      traffic.pass(
          rig.smtp(),
          Shipment.fast(warmUp.messages(), WarmUp.SIZE_BYTES, ground.scenario().connections()));
    }
  }

  @Override
  public Map<Figure, Double> round() throws IOException, InterruptedException {
    var scenario = ground.scenario();
    int messages = scenario.messages();
    var figures = new EnumMap<Figure, Double>(Figure.class);
    traffic.fallSilent();
    try (var meter = new Meter(rig.crew(), traffic::cpuSeconds)) {
      var sent =
          traffic.send(
              rig.smtp(), Shipment.fast(messages, scenario.sizeBytes(), scenario.connections()));
      figures.put(Figure.ACCEPTED_RATE, sent.rate());
      long back = System.nanoTime();
      traffic.listenAgain();
      rig.destinationIsBack();
      Arrivals.await(traffic::arrived, 1);
      figures.put(Figure.DRAIN_WAIT_S, (System.nanoTime() - back) / NANOS_PER_SECOND);
      var received = traffic.awaitArrival(messages);
      figures.put(Figure.DRAIN_RATE, messages / received.seconds());
      figures.put(Figure.DUPLICATES, (double) received.identity().duplicates());
      figures.putAll(meter.read(messages));
    }
    return figures;
  }

  @Override
  public void close() {
    traffic.close();
  }
}
