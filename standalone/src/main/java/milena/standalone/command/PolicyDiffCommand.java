package milena.standalone.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import milena.policy.Policy;
import milena.policy.document.PolicyDiff;
import milena.standalone.OpenLog;
import milena.standalone.policy.PolicyReports;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Says in what a document differs from the version in force, another version or another file. */
final class PolicyDiffCommand implements Callable<Integer> {

  private static final String AGAINST = "--against";

  private static final String OVERVIEW =
      "Says what a document would change: in comparison with the version in force, another version,"
          + " or (of two files) the first with the second, which needs no running system. A rule is"
          + " the same rule as long as it is for the same traffic, wherever it stands.";

  private static final String EXAMPLES =
      """
      milena policy diff policy.yaml
      milena policy diff policy.yaml --against 4
      milena policy diff old.yaml new.yaml --json
      """;

  private static final String EXIT_CODES =
      """
      0  both say the same
      1  they differ
      2  wrong usage, a document with errors, or there is no log in the data folder
      3  the log cannot be read
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;

  private PolicyDiffCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new PolicyDiffCommand(environment).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addPositional(PolicyFile.parameter(0, true, "The document; of two, the older one."));
    spec.addPositional(PolicyFile.parameter(1, false, "The newer document."));
    spec.addOption(
        Flags.optional(
            AGAINST,
            "VERSION",
            Integer.class,
            Integer::valueOf,
            "The version to compare with.",
            "  Default: the one in force"));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    Path file = parsed.matchedPositionalValue(0, Path.of(""));
    @Nullable Path other = parsed.matchedPositionalValue(1, null);
    if (other != null && parsed.hasMatchedOption(AGAINST)) {
      spec.commandLine()
          .getErr()
          .println("milena: two files, or one and " + AGAINST + ": leave one of them out");
      return ExitCode.USAGE;
    }
    var policy = PolicyFile.policy(spec, file);
    if (policy.isEmpty()) {
      return ExitCode.USAGE;
    }
    if (other != null) {
      return PolicyFile.policy(spec, other)
          .map(newer -> print(policy.get(), newer))
          .orElse(ExitCode.USAGE);
    }
    return LogOptions.with(
        spec,
        environment,
        (log, _, _) -> before(log).map(older -> print(older, policy.get())).orElse(ExitCode.USAGE));
  }

  private Optional<Policy> before(OpenLog log) {
    var versions = PolicyFile.versions(log);
    var parsed = spec.commandLine().getParseResult();
    int against = parsed.matchedOptionValue(AGAINST, 0);
    if (against == 0 && versions.inForce().isEmpty()) {
      return Optional.of(Policy.NONE);
    }
    return PolicyFile.version(spec, versions, against)
        .flatMap(version -> PolicyFile.policy(spec, version));
  }

  private int print(Policy before, Policy after) {
    var differences = PolicyDiff.between(before, after);
    var out = spec.commandLine().getOut();
    if (Flags.asJson(spec.commandLine().getParseResult())) {
      out.println(PolicyReports.differencesAsJson(differences));
    } else {
      out.println(
          differences.isEmpty() ? "both say the same" : PolicyReports.differences(differences));
    }
    return differences.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
