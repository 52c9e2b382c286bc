package milena.standalone.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** What waits in running processes: the commands about that, one below it for each. */
public final class QueueCommand implements Callable<Integer> {
  private static final String OVERVIEW =
      "Shows what waits, and suspends, cancels, flushes and requeues it. Asks processes that run,"
          + " by HTTP and with an operator's key.";

  private static final String EXAMPLES =
      """
      milena credential create --operator --api-key >operator.key
      milena queue list --key-file operator.key
      milena queue suspend --tenant shop --why error --key-file operator.key
      milena queue resume ID --key-file operator.key
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private QueueCommand() {}

  /** The command with those below it. */
  public static CommandSpec spec() {
    return spec(System.getenv());
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new QueueCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, "2  name one of the commands below");
    for (var look : QueueLookCommand.Look.values()) {
      spec.addSubcommand(look.word(), QueueLookCommand.spec(look, environment));
    }
    for (var lever : QueueLeverCommand.LEVERS) {
      spec.addSubcommand(lever.word(), QueueLeverCommand.spec(lever, environment));
    }
    spec.addSubcommand("resume", QueueFollowCommand.resume(environment));
    spec.addSubcommand("undo", QueueFollowCommand.undo(environment));
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
