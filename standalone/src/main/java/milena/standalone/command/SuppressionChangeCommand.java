package milena.standalone.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.standalone.MilenaConfig;
import milena.standalone.OpenLog;
import milena.standalone.suppression.SuppressionReport;
import milena.standalone.suppression.Suppressions;
import milena.standalone.suppression.Suppressions.Listing;
import milena.standalone.suppression.Suppressions.Order;
import milena.standalone.suppression.Suppressions.Subject;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Adds a suppression by hand, or lifts one. */
final class SuppressionChangeCommand implements Callable<Integer> {

  private static final String DONE = "0  done, and acknowledged by the log\n";
  private static final String NONE = "1  there is none\n";
  private static final String FAILED =
      """
      2  wrong usage, or there is no log in the data folder
      3  the log cannot be read or written
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final Change change;

  /** What is done to the entry. */
  private enum Change {
    ADD,
    REMOVE
  }

  private SuppressionChangeCommand(Map<String, String> environment, Change change) {
    this.environment = environment;
    this.change = change;
  }

  static CommandSpec add(Map<String, String> environment) {
    var spec = new SuppressionChangeCommand(environment, Change.ADD).spec;
    Flags.document(
        spec,
        "Suppresses an address by hand, in place of an entry that is there. Returns when the log"
            + " has it; mail that waits for the address ends too.",
        """
        milena suppression add ann@example.com --why 'asked by telephone'
        milena suppression add ann@example.com --tenant '*' --who ops --why 'a trap'
        """,
        DONE + FAILED);
    return withFlags(spec);
  }

  static CommandSpec remove(Map<String, String> environment) {
    var spec = new SuppressionChangeCommand(environment, Change.REMOVE).spec;
    Flags.document(
        spec,
        "Lifts the suppression of an address, whoever decided it. Refuses when there is none.",
        """
        milena suppression remove ann@example.com --why 'has a new mailbox'
        """,
        DONE + NONE + FAILED);
    return withFlags(spec);
  }

  private static CommandSpec withFlags(CommandSpec spec) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .required(true)
            .arity("1")
            .type(Address.class)
            .converters(text -> Flags.converted(text, Address::parse))
            .paramLabel("ADDRESS")
            .description("Whom it is about, in any spelling.")
            .build());
    spec.addOption(
        Flags.optional(
            "--tenant",
            "NAME",
            String.class,
            text -> text,
            "Whose mail it is about; * for every tenant's.",
            "  Default: the tenant of the settings, default"));
    spec.addOption(
        Flags.value(
            "--who",
            "NAME",
            String.class,
            text -> text,
            System.getProperty("user.name", "unknown"),
            "Who decides it."));
    spec.addOption(
        Flags.required("--why", "TEXT", String.class, text -> text, "Why, in words; required."));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> change(log, config));
  }

  private int change(OpenLog log, MilenaConfig config) throws IOException, InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    var tenant = parsed.matchedOptionValue("--tenant", config.intake().tenant());
    Address address = parsed.matchedPositionalValue(0, new Address(""));
    var subject = new Subject(address.canonical(), tenant);
    var order =
        new Order(
            Flags.get(parsed, "--who", String.class), Flags.get(parsed, "--why", String.class));
    var suppressions = new Suppressions(log.clients(), log.format());
    return switch (change) {
      case ADD -> add(suppressions, subject, order);
      case REMOVE -> remove(suppressions, subject, order);
    };
  }

  private int add(Suppressions suppressions, Subject subject, Order order)
      throws InterruptedException {
    var entry = suppressions.add(subject, order, System.currentTimeMillis());
    print(new Listing(List.of(entry), false), "suppressed " + about(subject));
    return ExitCode.OK;
  }

  private int remove(Suppressions suppressions, Subject subject, Order order)
      throws InterruptedException {
    var entry = suppressions.find(subject);
    if (entry.isEmpty()) {
      spec.commandLine().getErr().println("milena: there is no suppression of " + about(subject));
      return ExitCode.SOFTWARE;
    }
    suppressions.remove(subject, order);
    print(new Listing(List.of(entry.get()), false), "lifted the suppression of " + about(subject));
    return ExitCode.OK;
  }

  private static String about(Subject subject) {
    return subject.address()
        + (subject.scope().equals(Suppressions.EVERY_TENANT)
            ? " for every tenant"
            : " for tenant " + subject.scope());
  }

  private void print(Listing changed, String text) {
    var json = Flags.asJson(spec.commandLine().getParseResult());
    spec.commandLine().getOut().println(json ? new SuppressionReport(changed).toJson() : text);
  }
}
