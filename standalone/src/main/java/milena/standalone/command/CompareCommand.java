package milena.standalone.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import milena.bench.compare.Comparison;
import milena.bench.compare.Order;
import milena.bench.compare.Scenarios;
import milena.bench.compare.WarmUp;
import milena.bench.page.ComparisonTables;
import milena.bench.result.Side;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Measures Milena against Postfix, alternating, on this machine. */
public final class CompareCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Measures Milena against Postfix on this machine: in every scenario both are started on data"
          + " and ports of their own, warmed up, and measured in rounds that alternate, with the"
          + " same load generator and sink. Postfix must be installed, need not be running, and is"
          + " started as a private instance, which takes root.";

  private static final String EXAMPLES =
      """
      milena bench compare --scenarios quick --rounds 1 --warm-up 300
      milena bench compare --scenarios small,large
      milena bench compare --scenarios growth --out docs/measured/growth.json
      """;

  private static final String EXIT_CODES =
      """
      0  measured
      1  a side failed, or a message did not arrive
      2  wrong usage, or a side that is wanted cannot run here
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private CompareCommand() {}

  /** The command with its flags. */
  static CommandSpec spec() {
    var spec = new CompareCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    addChoice(spec);
    addPlaces(spec);
    return spec;
  }

  private static void addChoice(CommandSpec spec) {
    spec.addOption(
        Flags.value(
            "--scenarios",
            "A,B,C",
            String.class,
            text -> text,
            "all",
            "What is measured: "
                + String.join(", ", Scenarios.GROUPS)
                + ", or scenarios by name; a wrong name lists them."));
    spec.addOption(
        Flags.value(
            "--sides", "A,B", String.class, text -> text, "milena,postfix", "Who takes part."));
    spec.addOption(
        Flags.value(
            "--rounds",
            "N",
            Integer.class,
            Integer::valueOf,
            3,
            "Rounds of each side in each scenario."));
    spec.addOption(
        Flags.value(
            "--warm-up",
            "N",
            Integer.class,
            Integer::valueOf,
            WarmUp.usual().messages(),
            "Messages of 4 KiB that go ahead of the rounds; Postfix gets 20,000 at most."));
  }

  private static void addPlaces(CommandSpec spec) {
    spec.addOption(
        Flags.value(
            "--data",
            "DIR",
            Path.class,
            Path::of,
            Path.of("milena-bench"),
            "Where all data lies while it runs; its file system is in the results."));
    spec.addOption(
        Flags.value(
            "--out",
            "FILE",
            Path.class,
            Path::of,
            Path.of("comparison.json"),
            "The file of results, with every round."));
  }

  @Override
  public Integer call() throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    try {
      var out = Flags.get(parsed, "--out", Path.class);
      var results = new Comparison(order(parsed), line -> err().println(line)).run();
      results.write(out);
      out().println(ComparisonTables.of(results));
      err().println("written to " + out);
      return ExitCode.OK;
    } catch (IllegalArgumentException wrong) {
      err().println("milena: " + wrong.getMessage());
      return ExitCode.USAGE;
    } catch (IOException failure) {
      err().println("milena: " + failure.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static Order order(ParseResult parsed) {
    return new Order(
        Scenarios.named(words(parsed, "--scenarios")),
        sides(words(parsed, "--sides")),
        Flags.get(parsed, "--rounds", Integer.class),
        new WarmUp(Flags.get(parsed, "--warm-up", Integer.class)),
        Flags.get(parsed, "--data", Path.class),
        List.of(BenchCommand.launcher().toString()),
        BenchCommand.home());
  }

  private static Set<Side> sides(List<String> names) {
    var sides = EnumSet.noneOf(Side.class);
    for (var name : names) {
      sides.add(
          Arrays.stream(Side.values())
              .filter(side -> side.name().toLowerCase(Locale.ROOT).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--sides has milena and postfix, not '" + name + "'")));
    }
    return sides;
  }

  private static List<String> words(ParseResult parsed, String flag) {
    return List.of(Flags.get(parsed, flag, String.class).split(",", -1));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
