package milena.bench.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import milena.bench.result.Figure;
import milena.bench.rig.Ground;
import milena.bench.rig.ProducerTest;
import milena.bench.rig.Rig;

/**
 * Load that waits for good, beside Kafka's own producer test on the same broker. The router and the
 * shaper take in what is accepted, as they always do; nothing is delivered.
 */
final class IngestTrial implements Trial {
  private static final Duration LONG_REST = Duration.ofMinutes(3);

  private final Rig rig;
  private final String broker;
  private final Ground ground;
  private final WarmUp warmUp;
  private final ProducerTest producer;
  private final OwnTraffic traffic;

  IngestTrial(Rig rig, String broker, Ground ground, WarmUp warmUp, ProducerTest producer)
      throws IOException {
    this.rig = rig;
    this.broker = broker;
    this.ground = ground;
    this.warmUp = warmUp;
    this.producer = producer;
    this.traffic = OwnTraffic.of(rig, ground.destinations());
  }

  @Override
  public void warmUp() throws IOException, InterruptedException {
    if (warmUp.messages() > 0) {
      send(warmUp.messages());
    }
  }

  @Override
  public Map<Figure, Double> round() throws IOException, InterruptedException {
    var scenario = ground.scenario();
    var figures = new EnumMap<Figure, Double>(Figure.class);
    Meter.awaitRest(rig.crew(), LONG_REST);
    figures.put(
        Figure.PRODUCER_RATE,
        producer.run(broker, scenario.messages(), scenario.sizeBytes(), warmUp.messages()));
    Meter.awaitRest(rig.crew(), LONG_REST);
    try (var meter = new Meter(rig.crew(), traffic::cpuSeconds)) {
      figures.put(Figure.ACCEPTED_RATE, send(scenario.messages()));
      figures.putAll(meter.read(scenario.messages()));
    }
    return figures;
  }

  @Override
  public void close() {
    traffic.close();
  }

  private double send(int messages) throws IOException, InterruptedException {
    var scenario = ground.scenario();
    return traffic
        .send(rig.smtp(), Shipment.fast(messages, scenario.sizeBytes(), scenario.connections()))
        .rate();
  }
}
