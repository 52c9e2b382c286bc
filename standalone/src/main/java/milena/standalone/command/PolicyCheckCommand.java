package milena.standalone.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import milena.policy.document.Checked;
import milena.standalone.policy.PolicyReports;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Says what is wrong with a document, and what has no effect in it. */
final class PolicyCheckCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Reads a policy document, in YAML or TOML by the file's name, and says everything that is"
          + " wrong with it, and what has no effect, each with its line. Needs no running system.";

  private static final String EXAMPLES =
      """
      milena policy check policy.yaml
      milena policy check policy.toml --json
      """;

  private static final String EXIT_CODES =
      """
      0  nothing to say
      1  it can come into force, but something in it has no effect
      2  it has errors, all of which are listed, or cannot be read
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private PolicyCheckCommand() {}

  static CommandSpec spec() {
    var spec = new PolicyCheckCommand().spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addPositional(
        PolicyFile.parameter(0, true, "The document; TOML if it ends with .toml, else YAML."));
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() {
    var parsed = spec.commandLine().getParseResult();
    Path file = parsed.matchedPositionalValue(0, Path.of(""));
    return PolicyFile.text(spec, file)
        .map(PolicyFile::check)
        .map(checked -> print(checked, Flags.asJson(parsed)))
        .orElse(ExitCode.USAGE);
  }

  private int print(Checked checked, boolean json) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(PolicyReports.json(checked));
    } else if (checked.findings().isEmpty()) {
      out.println("nothing is wrong; `milena policy apply` puts it into force");
    } else {
      out.println(PolicyReports.findings(checked.findings()));
    }
    if (!checked.errors().isEmpty()) {
      return ExitCode.USAGE;
    }
    return checked.findings().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
