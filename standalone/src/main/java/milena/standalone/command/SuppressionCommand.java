package milena.standalone.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Whom mail no longer goes to: the commands about that, one below it for each. */
public final class SuppressionCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Lists, adds and lifts suppressions: addresses that a tenant's mail no longer goes to. What"
          + " is sent to one ends as suppressed without a connection.";

  private static final String EXAMPLES =
      """
      milena suppression list
      milena suppression add ann@example.com --why 'asked by telephone'
      milena suppression remove ann@example.com --why 'has a new mailbox'
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private SuppressionCommand() {}

  /** The command with those below it. */
  public static CommandSpec spec() {
    return spec(System.getenv());
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new SuppressionCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, "2  name one of the commands below");
    spec.addSubcommand("list", SuppressionListCommand.spec(environment));
    spec.addSubcommand("add", SuppressionChangeCommand.add(environment));
    spec.addSubcommand("remove", SuppressionChangeCommand.remove(environment));
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
