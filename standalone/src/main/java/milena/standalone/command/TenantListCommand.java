package milena.standalone.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.standalone.OpenLog;
import milena.standalone.tenancy.TenantReport;
import milena.tenants.book.Tenant;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Lists tenants, or shows one. */
final class TenantListCommand implements Callable<Integer> {

  private static final String EXIT_CODES =
      """
      0  listed
      1  there is no such tenant
      2  wrong usage, or there is no log in the data folder
      3  the log cannot be read
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final boolean one;

  private TenantListCommand(Map<String, String> environment, boolean one) {
    this.environment = environment;
    this.one = one;
  }

  static CommandSpec list(Map<String, String> environment) {
    var spec = new TenantListCommand(environment, false).spec;
    Flags.document(
        spec,
        "Lists the tenants that were made, each with its state, its domains and its limits.",
        "milena tenant list --json",
        EXIT_CODES);
    return withFlags(spec);
  }

  static CommandSpec show(Map<String, String> environment) {
    var spec = new TenantListCommand(environment, true).spec;
    Flags.document(spec, "Shows one tenant.", "milena tenant show shop", EXIT_CODES);
    TenantName.addTo(spec);
    return withFlags(spec);
  }

  private static CommandSpec withFlags(CommandSpec spec) {
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> list(log));
  }

  private int list(OpenLog log) {
    var roster = Orders.log(log).read();
    List<Tenant> found =
        one ? roster.tenant(TenantName.of(spec)).stream().toList() : roster.tenants();
    if (one && found.isEmpty()) {
      spec.commandLine().getErr().println("milena: there is no tenant " + TenantName.of(spec));
      return ExitCode.SOFTWARE;
    }
    var report = new TenantReport(found);
    var json = Flags.asJson(spec.commandLine().getParseResult());
    spec.commandLine().getOut().println(json ? report.toJson() : report.toText());
    return ExitCode.OK;
  }
}
