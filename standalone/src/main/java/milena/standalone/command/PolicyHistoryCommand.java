package milena.standalone.command;

import java.util.Map;
import java.util.concurrent.Callable;
import milena.policy.versions.Version;
import milena.standalone.OpenLog;
import milena.standalone.policy.PolicyReports;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lists the versions of the policy, or shows one. */
final class PolicyHistoryCommand implements Callable<Integer> {

  private static final String EXIT_CODES =
      """
      0  shown
      1  there is none
      2  wrong usage, or there is no log in the data folder
      3  the log cannot be read
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final boolean one;

  private PolicyHistoryCommand(Map<String, String> environment, boolean one) {
    this.environment = environment;
    this.one = one;
  }

  static CommandSpec history(Map<String, String> environment) {
    var spec = new PolicyHistoryCommand(environment, false).spec;
    Flags.document(
        spec,
        "Lists every version of the policy that was put, the one in force first: when, by whom and"
            + " why.",
        "milena policy history --json",
        EXIT_CODES);
    return withFlags(spec);
  }

  static CommandSpec show(Map<String, String> environment) {
    var spec = new PolicyHistoryCommand(environment, true).spec;
    Flags.document(
        spec,
        "Prints the text of a version, as it was put, in YAML or TOML.",
        """
        milena policy show > policy.yaml
        milena policy show 4
        """,
        EXIT_CODES);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(Integer.class)
            .paramLabel("VERSION")
            .description("Which one.", "  Default: the one in force")
            .build());
    return withFlags(spec);
  }

  private static CommandSpec withFlags(CommandSpec spec) {
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, _, _) -> one ? show(log) : list(log));
  }

  private int list(OpenLog log) {
    var versions = PolicyFile.versions(log).history();
    if (json()) {
      spec.commandLine().getOut().println(PolicyReports.historyAsJson(versions));
    } else if (versions.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("milena: no policy was put yet; `milena policy apply` puts one");
    } else {
      spec.commandLine().getOut().println(PolicyReports.history(versions));
    }
    return versions.isEmpty() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private int show(OpenLog log) {
    int number = spec.commandLine().getParseResult().matchedPositionalValue(0, 0);
    return PolicyFile.version(spec, PolicyFile.versions(log), number)
        .map(this::print)
        .orElse(ExitCode.SOFTWARE);
  }

  private int print(Version version) {
    var out = spec.commandLine().getOut();
    if (json()) {
      out.println(PolicyReports.jsonWithText(version));
    } else {
      out.print(version.document().text());
      out.flush();
    }
    return ExitCode.OK;
  }

  private boolean json() {
    return Flags.asJson(spec.commandLine().getParseResult());
  }
}
