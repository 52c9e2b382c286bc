package milena.standalone.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import milena.schemas.Suppression;
import milena.standalone.OpenLog;
import milena.standalone.suppression.SuppressionReport;
import milena.standalone.suppression.Suppressions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Lists the suppressions that hold. */
final class SuppressionListCommand implements Callable<Integer> {

  private static final int MOST = 100_000;

  private static final String OVERVIEW =
      "Lists the suppressions that hold, each with its reason, who decided it, when and why; of all"
          + " addresses, or of one.";

  private static final String EXAMPLES =
      """
      milena suppression list
      milena suppression list ann@example.com --tenant default --json
      """;

  private static final String EXIT_CODES =
      """
      0  listed
      1  the address that was asked for is not suppressed
      2  wrong usage, or there is no log in the data folder
      3  the log cannot be read
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;

  private SuppressionListCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new SuppressionListCommand(environment).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(Address.class)
            .converters(text -> Flags.converted(text, Address::parse))
            .paramLabel("ADDRESS")
            .description("Only this address.")
            .build());
    spec.addOption(
        Flags.optional(
            "--tenant",
            "NAME",
            String.class,
            text -> text,
            "Only entries of this tenant; * for those that hold for every one.",
            "  Default: those of all"));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> list(log));
  }

  private int list(OpenLog log) throws IOException {
    var parsed = spec.commandLine().getParseResult();
    @Nullable Address address = parsed.matchedPositionalValue(0, null);
    @Nullable String tenant = parsed.matchedOptionValue("--tenant", null);
    Predicate<Suppression> wanted =
        entry ->
            (address == null || entry.getAddress().equals(address.canonical()))
                && (tenant == null || entry.getScope().equals(tenant));
    var listing = new Suppressions(log.clients(), log.format()).list(wanted, MOST);
    var report = new SuppressionReport(listing);
    spec.commandLine()
        .getOut()
        .println(Flags.asJson(parsed) ? report.toJson() : report.toText().stripTrailing());
    return address != null && listing.entries().equals(List.of()) ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
