package milena.standalone.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import milena.schemas.Topics;
import milena.standalone.FoundLog;
import milena.standalone.OpenLog;
import milena.standalone.account.Account;
import milena.standalone.account.AccountReport;
import milena.standalone.account.Audit;
import milena.standalone.account.LogReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Takes the account of all that was accepted, from the log alone. */
public final class AuditCommand implements Callable<Integer> {

  /** While the log moves on, one found nowhere may just have been on its way. */
  private static final int TAKES_WHILE_MOVING = 3;

  private static final List<String> READ =
      List.of(
          Topics.SUBMISSIONS,
          Topics.RECIPIENTS,
          Topics.PARKED,
          Topics.QUEUE,
          Topics.SHAPER_STATE,
          Topics.DISPATCH,
          Topics.EVENTS);

  private static final String OVERVIEW =
      "Reads the log and tells where every accepted submission is: how it ended, or why it waits."
          + " One that is found nowhere, is overdue by more than 10 minutes or has two endings is"
          + " listed. Reads the system that runs on --data or the cluster of --kafka; when nothing"
          + " runs on --data, that folder's broker is started alone, read, and stopped, and what is"
          + " overdue is judged as of the newest record.";

  private static final String EXAMPLES =
      """
      milena audit
      milena audit --from -1h --tenant default
      milena audit --from 2026-05-04 --to 2026-05-05T12:00:00Z --json
      milena audit --kafka kafka1:9092,kafka2:9092 --registry-url http://node1:8081
      """;

  private static final String EXIT_CODES =
      """
      0  the account balances
      1  it does not
      2  wrong usage, or there is no log in the data folder
      3  the log cannot be read
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final InstantSource clock;

  private AuditCommand(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /** The command with its flags. */
  public static CommandSpec spec() {
    return spec(System.getenv(), InstantSource.system());
  }

  static CommandSpec spec(Map<String, String> environment, InstantSource clock) {
    var spec = new AuditCommand(environment, clock).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    var now = clock.instant();
    spec.addOption(
        Flags.optional(
            "--from",
            When.FORM,
            Long.class,
            text -> When.parse(text, now).toEpochMilli(),
            "Only what was accepted from then on: ISO 8601, or how long ago, -1h30m.",
            "  Default: the beginning of the log"));
    spec.addOption(
        Flags.optional(
            "--to",
            When.FORM,
            Long.class,
            text -> When.parse(text, now).toEpochMilli(),
            "Only what was accepted before then.",
            "  Default: the end of the log"));
    spec.addOption(
        Flags.optional(
            "--tenant",
            "NAME",
            String.class,
            text -> text,
            "Only this tenant's mail.",
            "  Default: that of all"));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> audit(log, found));
  }

  private int audit(OpenLog log, FoundLog found) throws IOException, InterruptedException {
    var reader = new LogReader(log.clients());
    if (!reader.has(READ)) {
      throw new IOException(LogOptions.FOREIGN);
    }
    var parsed = spec.commandLine().getParseResult();
    long now = found.moves() ? clock.millis() : reader.newest(READ);
    var scope =
        new Audit.Scope(
            parsed.matchedOptionValue("--from", 0L),
            parsed.matchedOptionValue("--to", Long.MAX_VALUE),
            tenant(parsed),
            now);
    var account = take(reader, log, scope, found.moves() ? TAKES_WHILE_MOVING : 1);
    var report = new AccountReport(account, scope);
    out().println(Flags.asJson(parsed) ? report.toJson() : report.toText().stripTrailing());
    return account.balances() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Account take(LogReader reader, OpenLog log, Audit.Scope scope, int takes)
      throws IOException, InterruptedException {
    var progress = LogOptions.progress(spec);
    var ends = reader.ends(READ);
    var account = new Audit(reader, log.format(), scope, progress).take();
    for (int take = 2; take <= takes && account.unaccounted() > 0; take++) {
      var before = ends;
      ends = reader.ends(READ);
      if (ends.equals(before)) {
        return account;
      }
      progress.accept("the log once more, since it moved on");
      account = new Audit(reader, log.format(), scope, progress).take();
    }
    return account;
  }

  private static Optional<String> tenant(ParseResult parsed) {
    @Nullable String tenant = parsed.matchedOptionValue("--tenant", null);
    return Optional.ofNullable(tenant);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
