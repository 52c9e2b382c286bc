package milena.standalone.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Measuring: the commands about that, one below it for each. */
public final class BenchCommand implements Callable<Integer> {

  /** The start script says where it is. */
  static final String LAUNCHER = "milena.launcher";

  private static final String OVERVIEW =
      "Measures Milena against Postfix on this machine, and what much waiting costs; writes the"
          + " tables of the documentation.";

  private static final String EXAMPLES =
      """
      milena bench compare --scenarios quick
      milena bench compare --out docs/measured/comparison.json
      milena bench compare --scenarios growth --out docs/measured/growth.json
      milena bench queues --out docs/measured/queues.json
      milena bench page
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private BenchCommand() {}

  /** The command with those below it. */
  public static CommandSpec spec() {
    var spec = new BenchCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, "2  name one of the commands below");
    spec.addSubcommand("compare", CompareCommand.spec());
    spec.addSubcommand("queues", QueuesCommand.spec());
    spec.addSubcommand("page", BenchPageCommand.spec());
    return spec;
  }

  /**
   * Returns the start script, which is at the top of the working copy.
   *
   * @throws IllegalArgumentException when the program was started in another way
   */
  static Path launcher() {
    var launcher = System.getProperty(LAUNCHER, "");
    if (launcher.isEmpty()) {
      throw new IllegalArgumentException(
          "this needs a working copy of Milena: run it as ./milena bench");
    }
    return Path.of(launcher).toAbsolutePath();
  }

  /** Returns the top of the working copy. */
  static Path home() {
    return launcher().resolveSibling("");
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
