package milena.bench.page;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import milena.bench.result.Compared;
import milena.bench.result.Figure;
import milena.bench.result.Results;
import milena.bench.result.Scenario;
import milena.bench.result.Side;
import milena.bench.result.Target;
import milena.bench.result.Tools;

/** The tables of a comparison, as Markdown. */
public final class ComparisonTables {
  private static final int KIB = 1024;

  private ComparisonTables() {}

  /** Returns where it ran, what was to be reached, and every median with its ratio. */
  public static String of(Results results) {
    return String.join(
        "\n\n",
        List.of(
            ground(results),
            contenders(results),
            targets(results),
            results.scenarios().stream()
                .map(ComparisonTables::scenario)
                .collect(Collectors.joining("\n\n"))));
  }

  /** Returns one line about the commit, the machine and the data's file system. */
  static String ground(Results results) {
    var machine = results.machine();
    return text(
        "Commit `%s`, %s, on %d cores of %s with %,d MiB, %s, %s. All data on %s.",
        results.commit(),
        results.taken(),
        machine.cores(),
        machine.processor(),
        machine.memoryMib(),
        machine.kernel(),
        machine.java(),
        machine.fileSystem());
  }

  private static String contenders(Results results) {
    return table(
        List.of("side", "version", "before the 250", "CPU counted by"),
        results.contenders().stream()
            .map(one -> List.of(one.side().label(), one.version(), one.durability(), one.cpuBy()))
            .toList());
  }

  private static String targets(Results results) {
    return table(
        List.of("target", "to reach", "reached", "share of it"),
        Target.all().stream()
            .map(
                target ->
                    List.of(
                        target.what(),
                        target.goal(),
                        target.told().apply(results),
                        share(target.reached().apply(results))))
            .toList());
  }

  private static String share(OptionalDouble reached) {
    if (reached.isEmpty()) {
      return "–";
    }
    return text(
        "%.2f%s", reached.getAsDouble(), reached.getAsDouble() >= 1 ? "" : " (**not reached**)");
  }

  private static String scenario(Compared compared) {
    var sides = List.of(Side.values()).stream().filter(side -> compared.rounds(side) > 0).toList();
    var rows =
        List.of(Figure.values()).stream()
            .filter(figure -> sides.stream().anyMatch(s -> compared.median(s, figure).isPresent()))
            .map(figure -> row(compared, figure, sides))
            .toList();
    var head = cells("figure", sides.stream().map(Side::label).toList(), ratioHead(sides));
    return "### "
        + title(compared.scenario())
        + "\n\n"
        + text(
            "Medians of %d alternating rounds after %s.\n\n",
            sides.stream().mapToLong(compared::rounds).max().orElse(0), compared.warmUp())
        + table(head, rows);
  }

  private static List<String> row(Compared compared, Figure figure, List<Side> sides) {
    var values = sides.stream().map(side -> value(compared.median(side, figure))).toList();
    return cells(figure.label(), values, ratio(compared, figure, sides));
  }

  private static List<String> cells(String first, List<String> middle, List<String> last) {
    return Stream.of(List.of(first), middle, last).flatMap(List::stream).toList();
  }

  private static List<String> ratioHead(List<Side> sides) {
    return sides.size() == 2 ? List.of("Milena / Postfix") : List.of();
  }

  private static List<String> ratio(Compared compared, Figure figure, List<Side> sides) {
    if (sides.size() != 2) {
      return List.of();
    }
    var ours = compared.median(Side.MILENA, figure);
    var theirs = compared.median(Side.POSTFIX, figure);
    return List.of(
        ours.isEmpty() || theirs.isEmpty() || theirs.getAsDouble() == 0
            ? ""
            : text("%.2f", ours.getAsDouble() / theirs.getAsDouble()));
  }

  /** Returns a scenario in words. */
  static String title(Scenario scenario) {
    String what =
        text(
            "%s: %,d × %s over %,d connections, %s",
            scenario.name(),
            scenario.messages(),
            size(scenario.sizeBytes()),
            scenario.connections(),
            scenario.domains() == 1 ? "1 domain" : text("%,d domains", scenario.domains()));
    return what
        + switch (scenario.kind()) {
          case FLOW -> "";
          case BACKLOG -> ", behind a dead sink";
          case INGEST -> ", delivery suspended";
        }
        + (scenario.signed() ? ", signed with RSA-2048" : "")
        + (scenario.tools() == Tools.POSTFIX ? ", by smtp-source and smtp-sink" : "");
  }

  static String size(int bytes) {
    return bytes % (KIB * KIB) == 0
        ? text("%d MiB", bytes / KIB / KIB)
        : text("%d KiB", bytes / KIB);
  }

  static String value(OptionalDouble value) {
    if (value.isEmpty()) {
      return "–";
    }
    return text(value.getAsDouble() >= 100 ? "%,.0f" : "%.2f", value.getAsDouble());
  }

  static String table(List<String> head, List<List<String>> rows) {
    return line(head)
        + line(head.stream().map(_ -> "---").toList())
        + rows.stream().map(ComparisonTables::line).collect(Collectors.joining()).stripTrailing();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
