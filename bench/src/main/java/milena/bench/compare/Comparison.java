package milena.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import milena.bench.host.ThisMachine;
import milena.bench.result.Compared;
import milena.bench.result.Contender;
import milena.bench.result.Results;
import milena.bench.result.Round;
import milena.bench.result.Scenario;
import milena.bench.result.Side;
import milena.bench.result.Tools;
import milena.bench.rig.PostfixRig;
import milena.bench.rig.WorkingCopy;

/** One run of the comparison. */
public final class Comparison {
  private final Order order;
  private final Consumer<String> progress;
  private final Map<Side, Contender> contenders = new TreeMap<>();

  /**
   * Makes one that has not begun.
   *
   * @param progress is told in a line what goes on
   */
  public Comparison(Order order, Consumer<String> progress) {
    this.order = order;
    this.progress = progress;
  }

  /**
   * Runs every scenario.
   *
   * @throws IllegalArgumentException when a side that takes part cannot run here; the message says
   *     what to do
   * @throws IOException when a side fails, or a message does not arrive
   * @throws InterruptedException when the thread is interrupted
   */
  public Results run() throws IOException, InterruptedException {
    var scenarios =
        order.scenarios().stream()
            .flatMap(scenario -> Scenarios.limited(scenario, order.sides()))
            .toList();
    Files.createDirectories(order.folder());
    check(scenarios);
    var compared = new ArrayList<Compared>();
    for (var scenario : scenarios) {
      compared.add(compare(scenario));
    }
    return new Results(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        WorkingCopy.commit(order.home(), order.folder(), progress),
        ThisMachine.describe(order.folder()),
        List.copyOf(contenders.values()),
        compared);
  }

  private void check(List<Scenario> scenarios) throws IOException {
    if (scenarios.isEmpty()) {
      throw new IllegalArgumentException("no scenario is left for these sides");
    }
    if (scenarios.stream().anyMatch(Comparison::needsPostfix)) {
      PostfixRig.missing(order.folder())
          .ifPresent(
              missing -> {
                throw new IllegalArgumentException(missing);
              });
    }
  }

  private static boolean needsPostfix(Scenario scenario) {
    return scenario.tools() == Tools.POSTFIX || scenario.sides().contains(Side.POSTFIX);
  }

  private Compared compare(Scenario scenario) throws IOException, InterruptedException {
    var folder = order.folder().resolve(scenario.name());
    var rounds = new ArrayList<Round>();
    var sides = new ArrayList<Stand>();
    try {
      for (var side : Side.values()) {
        if (scenario.sides().contains(side)) {
          progress.accept(scenario.name() + ": starting and warming up " + side.label());
          var stand = Stand.build(side, scenario, folder.resolve(side.name()), order);
          sides.add(stand);
          contenders.put(side, stand.contender());
          stand.warmUp();
        }
      }
      for (int number = 1; number <= order.rounds(); number++) {
        for (var stand : inTurn(sides, number)) {
          var round = Round.of(number, stand.side(), stand.round());
          progress.accept(scenario.name() + ": " + Telling.line(round));
          rounds.add(round);
        }
      }
      return new Compared(scenario, order.warmUp().told(scenario), rounds);
    } finally {
      for (var stand : sides) {
        stand.stop();
      }
      Folders.remove(folder);
    }
  }

  /** Who was first is last in the next round, so that neither always follows the other. */
  private static List<Stand> inTurn(List<Stand> sides, int number) {
    return number % 2 == 1 ? sides : sides.reversed();
  }
}
