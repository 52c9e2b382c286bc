package milena.standalone.command;

import milena.runtime.clock.SteadyClock;
import milena.standalone.OpenLog;
import milena.tenants.book.Change;
import milena.tenants.book.Order;
import milena.tenants.book.TenantLog;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** What all commands that change tenants and credentials have in common. */
final class Orders {

  static final String BY = "--by";
  static final String NOTE = "--note";

  /** How commands end that change something. */
  static final String EXIT_CODES =
      """
      0  done, and acknowledged by the log
      1  refused: it is there already, or is not there
      2  wrong usage, or there is no log in the data folder
      3  the log cannot be read or written
      """;

  private Orders() {}

  /** The flags that say who orders it, and which log is meant. */
  static CommandSpec withFlags(CommandSpec spec, String note) {
    spec.addOption(
        Flags.value(
            BY,
            "NAME",
            String.class,
            text -> text,
            System.getProperty("user.name", "unknown"),
            "Who orders it."));
    spec.addOption(Flags.optional(NOTE, "TEXT", String.class, text -> text, note));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  static Order of(CommandSpec spec) {
    var parsed = spec.commandLine().getParseResult();
    return new Order(Flags.get(parsed, BY, String.class), parsed.matchedOptionValue(NOTE, ""));
  }

  static TenantLog log(OpenLog log) {
    return new TenantLog(log.clients(), log.format(), SteadyClock.ofThisProcess());
  }

  /** Says why an order was refused, and how the command ends then. */
  static int refused(CommandSpec spec, Change.Refused<?> refusal) {
    var about = refusal.about();
    var why =
        switch (refusal.reason()) {
          case ALREADY_THERE -> "there is already " + about;
          case NOT_THERE -> "there is no " + about;
          case NO_SUCH_TENANT -> "there is no tenant " + about;
          case HAS_CREDENTIALS ->
              about + " still has credentials; --with-credentials revokes them too";
        };
    spec.commandLine().getErr().println("milena: " + why);
    return ExitCode.SOFTWARE;
  }
}
