package milena.standalone.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import milena.bench.page.PerformancePages;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the tables of the performance page from the files of results beside it. */
public final class BenchPageCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Writes the generated parts of "
          + PerformancePages.PAGE
          + ", and the plot of growth, from the files of results in docs/measured, and that of "
          + PerformancePages.SCALE
          + " from its own table of costs.";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private BenchPageCommand() {}

  /** The command, which has no flags. */
  static CommandSpec spec() {
    var spec = new BenchPageCommand().spec;
    Flags.document(
        spec, OVERVIEW, "milena bench page", "0  written\n1  a file cannot be read or written");
    return spec;
  }

  @Override
  public Integer call() {
    try {
      PerformancePages.write(BenchCommand.home())
          .forEach(file -> spec.commandLine().getOut().println("written: " + file));
      return ExitCode.OK;
    } catch (IOException | IllegalArgumentException failure) {
      spec.commandLine().getErr().println("milena: " + failure.getMessage());
      return ExitCode.SOFTWARE;
    }
  }
}
