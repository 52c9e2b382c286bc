package milena.bench.page;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import milena.bench.result.Compared;
import milena.bench.result.Figure;
import milena.bench.result.Results;
import milena.bench.result.Scenario;
import milena.bench.result.Side;

/** How rate and memory go when one thing grows and all else stays: a table and what is plotted. */
public final class Growth {

  /** What grows. */
  enum Dimension {
    MESSAGES,
    CONNECTIONS,
    DOMAINS;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the scenario's value, when it is one that lets this grow. */
    private Optional<Integer> of(Scenario scenario) {
      int grown =
          switch (this) {
            case MESSAGES -> scenario.messages();
            case CONNECTIONS -> scenario.connections();
            case DOMAINS -> scenario.domains();
          };
      return scenario.name().equals(label() + "-" + grown) ? Optional.of(grown) : Optional.empty();
    }
  }

  /**
   * One scenario as a point of a curve.
   *
   * @param grown the value of what grows
   * @param rate messages delivered a second
   * @param memoryMib of all processes, at the peak
   */
  record Point(int grown, double rate, double memoryMib) {}

  private Growth() {}

  /** Returns the points of a curve in their order. */
  static List<Point> points(Results results, Dimension dimension) {
    return results.scenarios().stream()
        .flatMap(compared -> point(compared, dimension).stream())
        .sorted(Comparator.comparingInt(Point::grown))
        .toList();
  }

  private static Optional<Point> point(Compared compared, Dimension dimension) {
    var rate = compared.median(Side.MILENA, Figure.DELIVERED_RATE);
    var memory = compared.median(Side.MILENA, Figure.PEAK_PSS_MIB);
    return rate.isEmpty() || memory.isEmpty()
        ? Optional.empty()
        : dimension
            .of(compared.scenario())
            .map(grown -> new Point(grown, rate.getAsDouble(), memory.getAsDouble()));
  }

  /** Returns the table, as Markdown. */
  public static String table(Results results) {
    var rows =
        results.scenarios().stream()
            .filter(
                compared ->
                    Arrays.stream(Dimension.values())
                        .anyMatch(one -> one.of(compared.scenario()).isPresent()))
            .map(Growth::row)
            .toList();
    return ComparisonTables.ground(results)
        + "\n\n"
        + ComparisonTables.table(
            List.of(
                "messages",
                "connections",
                "domains",
                Figure.DELIVERED_RATE.label(),
                Figure.CPU_PER_1000.label(),
                Figure.PEAK_PSS_MIB.label()),
            rows);
  }

  private static List<String> row(Compared compared) {
    var scenario = compared.scenario();
    return List.of(
        "%,d".formatted(scenario.messages()),
        "%,d".formatted(scenario.connections()),
        "%,d".formatted(scenario.domains()),
        value(compared, Figure.DELIVERED_RATE),
        value(compared, Figure.CPU_PER_1000),
        value(compared, Figure.PEAK_PSS_MIB));
  }

  private static String value(Compared compared, Figure figure) {
    return ComparisonTables.value(compared.median(Side.MILENA, figure));
  }
}
