package milena.standalone.command;

import java.util.Map;
import java.util.concurrent.Callable;
import milena.standalone.OpenLog;
import milena.standalone.tenancy.CredentialReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Lists credentials. */
final class CredentialListCommand implements Callable<Integer> {

  private static final String TENANT = "--tenant";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;

  private CredentialListCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new CredentialListCommand(environment).spec;
    Flags.document(
        spec,
        "Lists the credentials that are in force or have expired, each with who made it when; none"
            + " of their secrets.",
        """
        milena credential list
        milena credential list --tenant shop --json
        """,
        """
        0  listed
        2  wrong usage, or there is no log in the data folder
        3  the log cannot be read
        """);
    spec.addOption(
        Flags.optional(
            TENANT,
            "NAME",
            String.class,
            text -> text,
            "Only those of this tenant.",
            "  Default: those of all"));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> list(log));
  }

  private int list(OpenLog log) {
    var parsed = spec.commandLine().getParseResult();
    @Nullable String tenant = parsed.matchedOptionValue(TENANT, null);
    var report =
        new CredentialReport(
            Orders.log(log).read().credentials().stream()
                .filter(one -> tenant == null || one.tenant().equals(tenant))
                .toList());
    spec.commandLine().getOut().println(Flags.asJson(parsed) ? report.toJson() : report.toText());
    return ExitCode.OK;
  }
}
