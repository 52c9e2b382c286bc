package milena.standalone.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.standalone.OpenLog;
import milena.standalone.tenancy.TenantReport;
import milena.tenants.book.Change;
import milena.tenants.book.Tenant;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Suspends a tenant, lets it go on, or removes it. */
final class TenantStateCommand implements Callable<Integer> {

  private static final String WITH_CREDENTIALS = "--with-credentials";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final What what;

  /** What is done to it. */
  private enum What {
    SUSPEND("suspended "),
    RESUME("resumed "),
    REMOVE("removed ");

    private final String done;

    What(String done) {
      this.done = done;
    }
  }

  private TenantStateCommand(Map<String, String> environment, What what) {
    this.environment = environment;
    this.what = what;
  }

  static CommandSpec suspend(Map<String, String> environment) {
    var spec = new TenantStateCommand(environment, What.SUSPEND).spec;
    Flags.document(
        spec,
        "Takes no more mail of a tenant, within a second and whatever it comes in with. What was"
            + " taken before goes on.",
        "milena tenant suspend shop --note 'sends to bought lists'",
        Orders.EXIT_CODES);
    return withFlags(spec);
  }

  static CommandSpec resume(Map<String, String> environment) {
    var spec = new TenantStateCommand(environment, What.RESUME).spec;
    Flags.document(
        spec,
        "Takes mail of a suspended tenant again.",
        "milena tenant resume shop --note 'has thrown the lists away'",
        Orders.EXIT_CODES);
    return withFlags(spec);
  }

  static CommandSpec remove(Map<String, String> environment) {
    var spec = new TenantStateCommand(environment, What.REMOVE).spec;
    Flags.document(
        spec,
        "Removes a tenant, for good. Refuses while it has credentials, unless they are to go too.",
        "milena tenant remove shop --with-credentials --note 'left'",
        Orders.EXIT_CODES);
    spec.addOption(Flags.bare(WITH_CREDENTIALS, "Revoke its credentials first."));
    return withFlags(spec);
  }

  private static CommandSpec withFlags(CommandSpec spec) {
    TenantName.addTo(spec);
    return Orders.withFlags(spec, "Why, in words; it is kept beside the change.");
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> change(log));
  }

  private int change(OpenLog log) throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    var name = TenantName.of(spec);
    var order = Orders.of(spec);
    var tenants = Orders.log(log);
    var change =
        switch (what) {
          case SUSPEND -> tenants.alter(name, tenant -> tenant.in(Tenant.State.SUSPENDED), order);
          case RESUME -> tenants.alter(name, tenant -> tenant.in(Tenant.State.ACTIVE), order);
          case REMOVE -> tenants.remove(name, parsed.hasMatchedOption(WITH_CREDENTIALS), order);
        };
    return switch (change) {
      case Change.Refused<Tenant> refusal -> Orders.refused(spec, refusal);
      case Change.Done<Tenant>(var tenant) -> {
        spec.commandLine()
            .getOut()
            .println(
                Flags.asJson(parsed)
                    ? new TenantReport(List.of(tenant)).toJson()
                    : what.done + tenant.name());
        yield ExitCode.OK;
      }
    };
  }
}
