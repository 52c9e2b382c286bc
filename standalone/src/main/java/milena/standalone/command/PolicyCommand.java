package milena.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Who may send what, where, when and how fast: the commands about that, one below it for each. */
public final class PolicyCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Makes a policy of what other systems have: who may send what, where, when and how fast.";

  private static final String EXAMPLES = "milena policy import shaping.toml --out policy.yaml";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private PolicyCommand() {}

  /** The command with those below it. */
  public static CommandSpec spec() {
    var spec = new PolicyCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, "2  name one of the commands below");
    spec.addSubcommand("import", PolicyImportCommand.spec());
    return spec;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
