package milena.bench.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import milena.bench.result.Scenario;
import milena.bench.result.Side;

/**
 * What a comparison is to do.
 *
 * @param scenarios what, in this order
 * @param sides who may take part
 * @param rounds how many each side gets in each scenario, from 1
 * @param warmUp what goes ahead of them
 * @param folder where all data lies while it runs; each scenario's is removed after it
 * @param launcher the command that is Milena
 * @param home Milena's working copy
 */
public record Order(
    List<Scenario> scenarios,
    Set<Side> sides,
    int rounds,
    WarmUp warmUp,
    Path folder,
    List<String> launcher,
    Path home) {

  /** Copies the lists and checks the range. */
  public Order {
    scenarios = List.copyOf(scenarios);
    sides = Set.copyOf(sides);
    launcher = List.copyOf(launcher);
    folder = folder.toAbsolutePath();
    if (rounds < 1) {
      throw new IllegalArgumentException("needs at least one round");
    }
  }

  /** Returns the folder into which the build puts Kafka's own tools. */
  Path kafkaTools() {
    return home.resolve("bench/target/kafka-tools");
  }
}
