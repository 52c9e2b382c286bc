package milena.standalone.command;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.router.lever.Lever;
import milena.router.lever.LeverRules;
import milena.standalone.queue.QueueClient;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Lets go what a command before holds. */
final class QueueFollowCommand implements Callable<Integer> {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final String kind;

  private QueueFollowCommand(String kind, Map<String, String> environment) {
    this.kind = kind;
    this.environment = environment;
  }

  static CommandSpec resume(Map<String, String> environment) {
    return spec(
        new QueueFollowCommand(LeverRules.RESUME, environment),
        "Ends a suspension, or what a reaction has suspended or lowered. What it held goes on, each"
            + " at the time at which it would have.");
  }

  static CommandSpec undo(Map<String, String> environment) {
    return spec(
        new QueueFollowCommand(LeverRules.UNDO, environment),
        "Takes a cancellation back that is not final. What it held is where it was before.");
  }

  private static CommandSpec spec(QueueFollowCommand command, String overview) {
    var spec = command.spec;
    Flags.document(
        spec,
        overview,
        "milena queue " + command.kind + " ID --why 'all is well'\n",
        QueueOptions.EXIT_CODES);
    spec.addPositional(QueueLookCommand.id("ID", true, "The id, as status shows it."));
    spec.addOption(QueueLeverCommand.why());
    QueueOptions.addTo(spec);
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return QueueOptions.with(spec, environment, this::give);
  }

  private int give(QueueClient client)
      throws IOException, QueueClient.Refused, InterruptedException {
    var id = spec.commandLine().getParseResult().matchedPositionalValue(0, "");
    QueueLeverCommand.give(spec, client, kind, Map.of(Lever.COMMAND, id));
    return ExitCode.OK;
  }
}
