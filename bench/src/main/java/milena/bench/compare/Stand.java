package milena.bench.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import milena.bench.result.Contender;
import milena.bench.result.Figure;
import milena.bench.result.Scenario;
import milena.bench.result.Side;
import milena.bench.rig.Destinations;
import milena.bench.rig.Ground;
import milena.bench.rig.MilenaRig;
import milena.bench.rig.Ports;
import milena.bench.rig.PostfixRig;
import milena.bench.rig.ProducerTest;
import milena.bench.rig.Rig;

/** A side that runs for a scenario, with what is done to it in each round. */
final class Stand {
  private final Side side;
  private final Rig rig;
  private final Trial trial;

  private Stand(Side side, Rig rig, Trial trial) {
    this.side = side;
    this.rig = rig;
    this.trial = trial;
  }

  /**
   * Starts a side.
   *
   * @param folder for its data
   * @throws IOException when it does not start
   * @throws InterruptedException when the thread is interrupted
   */
  static Stand build(Side side, Scenario scenario, Path folder, Order order)
      throws IOException, InterruptedException {
    Folders.remove(folder);
    var destinations = new Destinations(scenario.domains(), Ports.free());
    var ground = new Ground(folder, scenario, destinations);
    return switch (side) {
      case MILENA -> {
        var rig = MilenaRig.start(order.launcher(), ground);
        yield new Stand(side, rig, trial(rig, rig.broker(), ground, order, side));
      }
      case POSTFIX -> {
        var rig = PostfixRig.start(ground);
        yield new Stand(side, rig, trial(rig, "", ground, order, side));
      }
    };
  }

  private static Trial trial(Rig rig, String broker, Ground ground, Order order, Side side)
      throws IOException, InterruptedException {
    try {
      var warmUp = order.warmUp().of(side);
      return switch (ground.scenario().kind()) {
        case FLOW -> new FlowTrial(rig, ground, warmUp);
        case BACKLOG -> new BacklogTrial(rig, ground, warmUp);
        case INGEST -> {
          var producer = new ProducerTest(order.kafkaTools(), ground.folder());
          yield new IngestTrial(rig, broker, ground, warmUp, producer);
        }
      };
    } catch (IOException failure) {
      rig.stop();
      throw failure;
    }
  }

  Side side() {
    return side;
  }

  Contender contender() {
    return rig.contender();
  }

  void warmUp() throws IOException, InterruptedException {
    trial.warmUp();
  }

  Map<Figure, Double> round() throws IOException, InterruptedException {
    return trial.round();
  }

  void stop() throws IOException, InterruptedException {
    try {
      rig.stop();
    } finally {
      trial.close();
    }
  }
}
