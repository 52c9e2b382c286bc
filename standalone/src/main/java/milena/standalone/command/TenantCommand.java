package milena.standalone.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Whose mail is taken: the commands about that, one below it for each. */
public final class TenantCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Makes, changes and lists tenants: whose mail is taken, from which domains, and how much of"
          + " it. `milena credential` says with what they come in.";

  private static final String EXAMPLES =
      """
      milena tenant create shop --domains shop.example,*.shop.example
      milena tenant set shop --messages-per-hour 100000
      milena tenant suspend shop --note 'sends to bought lists'
      milena tenant list
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private TenantCommand() {}

  /** The command with those below it. */
  public static CommandSpec spec() {
    return spec(System.getenv());
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new TenantCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, "2  name one of the commands below");
    spec.addSubcommand("create", TenantSetCommand.create(environment));
    spec.addSubcommand("list", TenantListCommand.list(environment));
    spec.addSubcommand("show", TenantListCommand.show(environment));
    spec.addSubcommand("set", TenantSetCommand.set(environment));
    spec.addSubcommand("suspend", TenantStateCommand.suspend(environment));
    spec.addSubcommand("resume", TenantStateCommand.resume(environment));
    spec.addSubcommand("remove", TenantStateCommand.remove(environment));
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
