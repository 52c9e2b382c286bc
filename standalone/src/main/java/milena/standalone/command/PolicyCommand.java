package milena.standalone.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Which mail leaves from where, when and how fast: the commands about that, one below it each. */
public final class PolicyCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Checks the policy document, puts it into force for the whole cluster, and says which line of"
          + " it decides what holds for some mail. docs/reference/policy.md has every key.";

  private static final String EXAMPLES =
      """
      milena policy import shaping.toml --out policy.yaml
      milena policy check policy.yaml
      milena policy diff policy.yaml
      milena policy trial policy.yaml --from -6h
      milena policy apply policy.yaml --why 'slower to example.com'
      milena policy explain --tenant shop --domain example.com --mx mx1.example.com
      milena policy rollback 4 --why 'was better'
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private PolicyCommand() {}

  /** The command with those below it. */
  public static CommandSpec spec() {
    return spec(System.getenv());
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new PolicyCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, "2  name one of the commands below");
    spec.addSubcommand("check", PolicyCheckCommand.spec());
    spec.addSubcommand("diff", PolicyDiffCommand.spec(environment));
    spec.addSubcommand("trial", PolicyTrialCommand.spec(environment));
    spec.addSubcommand("apply", PolicyChangeCommand.apply(environment));
    spec.addSubcommand("history", PolicyHistoryCommand.history(environment));
    spec.addSubcommand("show", PolicyHistoryCommand.show(environment));
    spec.addSubcommand("rollback", PolicyChangeCommand.rollback(environment));
    spec.addSubcommand("explain", PolicyExplainCommand.spec(environment));
    spec.addSubcommand("import", PolicyImportCommand.spec());
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
