package milena.standalone.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import milena.runtime.lifecycle.BrokeDown;
import milena.runtime.lifecycle.StartFailed;
import milena.standalone.data.Synced;
import milena.standalone.demo.Demo;
import milena.standalone.demo.DemoReport;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Shows the whole way in one process. */
public final class DemoCommand implements Callable<Integer> {
  private static final String FOLDER = "milena-demo";

  private static final String OVERVIEW =
      "Starts everything in one process on ports of its own, sends 1,000 messages to a sandbox of"
          + " destinations (accepting, deferring, rejecting, slow) and prints the account.";

  private static final String EXAMPLES =
      """
      milena demo
      milena demo --json
      """;

  private static final String EXIT_CODES =
      """
      0  the account balances
      1  it does not, or something did not start or broke
      2  the folder holds something else, or wrong usage
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private DemoCommand() {}

  /** The command with its flags. */
  public static CommandSpec spec() {
    var spec = new DemoCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addOption(
        OptionSpec.builder("--data")
            .type(Path.class)
            .paramLabel("DIR")
            .defaultValue(FOLDER)
            .description(
                "Folder of the demonstration; what it held is replaced.",
                "  Default: ${DEFAULT-VALUE}")
            .build());
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = spec.findOption("--data").getValue();
    boolean json = Boolean.TRUE.equals(spec.findOption("--json").getValue());
    if (!clear(folder)) {
      err().println("milena: " + folder + " holds something else; name another folder with --data");
      return ExitCode.USAGE;
    }
    try {
      var report = new Demo(folder, line -> err().println("  " + line)).run();
      out().println(json ? report.toJson() : report.toText());
      if (!json) {
        lookNext(folder);
      }
      return settled(report) ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (StartFailed | BrokeDown failure) {
      err().println("milena: " + failure.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static boolean settled(DemoReport report) {
    return report.account().balances() && report.account().waitingInAll() == 0;
  }

  private void lookNext(Path folder) {
    out().println("look next:");
    out()
        .println(
            "  ./milena audit --data "
                + folder
                + "                          the account, from the log alone");
    out()
        .println(
            "  ./milena trace unknown00000000@reject.test --data "
                + folder
                + "   what happened to one recipient");
    out()
        .println(
            "  ./milena up --sandbox                                        a system to send to on"
                + " 127.0.0.1:2525");
  }

  /** Takes away what an earlier demonstration left; nothing else is touched. */
  private static boolean clear(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (var files = Files.list(folder)) {
      if (!Files.exists(folder.resolve("kafka")) && files.findAny().isPresent()) {
        return false;
      }
    }
    Synced.deleteTree(folder);
    return true;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
