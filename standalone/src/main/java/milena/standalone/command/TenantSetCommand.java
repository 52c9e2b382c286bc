package milena.standalone.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.standalone.OpenLog;
import milena.standalone.tenancy.TenantReport;
import milena.tenants.book.Change;
import milena.tenants.book.Limits;
import milena.tenants.book.Stamp;
import milena.tenants.book.Tenant;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Makes a tenant, or says anew what one may do. */
final class TenantSetCommand implements Callable<Integer> {

  private static final String DOMAINS = "--domains";
  private static final String MESSAGES_PER_SECOND = "--messages-per-second";
  private static final String MESSAGES_PER_HOUR = "--messages-per-hour";
  private static final String RECIPIENTS_PER_SECOND = "--recipients-per-second";
  private static final String RECIPIENTS_PER_HOUR = "--recipients-per-hour";
  private static final String CONNECTIONS = "--connections";
  private static final String ANY = "any";

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final boolean creating;

  /** Domains as an argument. */
  private record Domains(List<String> names) {

    static Domains parse(String text) {
      var names =
          text.equals(ANY) ? List.<String>of() : Arrays.stream(text.split(",", -1)).toList();
      return new Domains(
          Tenant.named("any", new Stamp(0, "")).withSenderDomains(names).senderDomains());
    }
  }

  private TenantSetCommand(Map<String, String> environment, boolean creating) {
    this.environment = environment;
    this.creating = creating;
  }

  static CommandSpec create(Map<String, String> environment) {
    var spec = new TenantSetCommand(environment, true).spec;
    Flags.document(
        spec,
        "Makes a tenant, as whom programs can log in once it has a credential.",
        """
        milena tenant create shop --note 'Shop Ltd' --domains shop.example
        milena tenant create default --note 'what comes from our own networks'
        """,
        Orders.EXIT_CODES);
    return withFlags(spec);
  }

  static CommandSpec set(Map<String, String> environment) {
    var spec = new TenantSetCommand(environment, false).spec;
    Flags.document(
        spec,
        "Says anew what a tenant may do; what is not named stays as it is.",
        """
        milena tenant set shop --domains any --messages-per-hour 100000
        milena tenant set shop --messages-per-hour 0
        milena tenant set shop --missing-from accept --received-max default
        """,
        Orders.EXIT_CODES);
    return withFlags(spec);
  }

  private static CommandSpec withFlags(CommandSpec spec) {
    TenantName.addTo(spec);
    spec.addOption(
        Flags.optional(
            DOMAINS,
            "LIST",
            Domains.class,
            Domains::parse,
            "Domains of its senders, separated by commas; *.DOMAIN for all below one; any."));
    limit(spec, MESSAGES_PER_SECOND, "Most messages in a second; 0 for no limit.");
    limit(spec, MESSAGES_PER_HOUR, "Most messages in an hour; 0 for no limit.");
    limit(spec, RECIPIENTS_PER_SECOND, "Most recipients in a second; 0 for no limit.");
    limit(spec, RECIPIENTS_PER_HOUR, "Most recipients in an hour; 0 for no limit.");
    limit(spec, CONNECTIONS, "Most connections at a time; 0 for no limit.");
    OwnCheckFlags.addTo(spec);
    return Orders.withFlags(spec, "About the tenant, in words.");
  }

  private static void limit(CommandSpec spec, String flag, String description) {
    spec.addOption(
        Flags.optional(flag, "N", Integer.class, TenantSetCommand::atLeastNone, description));
  }

  private static Integer atLeastNone(String text) {
    int limit = Integer.parseInt(text);
    if (limit < 0) {
      throw new IllegalArgumentException("'" + text + "' is less than 0, which is no limit");
    }
    return limit;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> change(log));
  }

  private int change(OpenLog log) throws InterruptedException {
    var name = TenantName.of(spec);
    var order = Orders.of(spec);
    var tenants = Orders.log(log);
    var change =
        creating
            ? tenants.create(asked(Tenant.named(name, new Stamp(0, ""))), order)
            : tenants.alter(name, this::asked, order);
    return switch (change) {
      case Change.Refused<Tenant> refusal -> Orders.refused(spec, refusal);
      case Change.Done<Tenant>(var tenant) -> {
        var json = Flags.asJson(spec.commandLine().getParseResult());
        var report = new TenantReport(List.of(tenant));
        spec.commandLine()
            .getOut()
            .println(json ? report.toJson() : (creating ? "made " : "changed ") + tenant.name());
        yield ExitCode.OK;
      }
    };
  }

  /** The tenant with everything that is named on the command line. */
  private Tenant asked(Tenant before) {
    var parsed = spec.commandLine().getParseResult();
    var limits = before.limits();
    return before
        .withNote(parsed.matchedOptionValue(Orders.NOTE, before.note()))
        .withSenderDomains(
            parsed.matchedOptionValue(DOMAINS, new Domains(before.senderDomains())).names())
        .within(
            new Limits(
                parsed.matchedOptionValue(MESSAGES_PER_SECOND, limits.messagesPerSecond()),
                parsed.matchedOptionValue(MESSAGES_PER_HOUR, limits.messagesPerHour()),
                parsed.matchedOptionValue(RECIPIENTS_PER_SECOND, limits.recipientsPerSecond()),
                parsed.matchedOptionValue(RECIPIENTS_PER_HOUR, limits.recipientsPerHour()),
                parsed.matchedOptionValue(CONNECTIONS, limits.connections())))
        .with(OwnCheckFlags.asked(parsed, before.checks()));
  }
}
