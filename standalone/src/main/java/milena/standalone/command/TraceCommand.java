package milena.standalone.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.schemas.Topics;
import milena.standalone.OpenLog;
import milena.standalone.account.LogReader;
import milena.standalone.trace.Sought;
import milena.standalone.trace.TraceReader;
import milena.standalone.trace.TraceReport;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Shows what happened to a message, in order, and where it is now. */
public final class TraceCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Shows every event of a message in order of time, results that came late too, and then where"
          + " each of its submissions is now: how it ended, or why it waits, until when, and what"
          + " was last said about it. Takes the id of a message, that of a submission (the"
          + " message's, a dot, the recipient's index) or a recipient's address. An address is"
          + " looked for in the whole log, which takes longer; of very many submissions the newest"
          + " are shown.";

  private static final String MOST = "--most";
  private static final int USUAL_MOST = 1_000;
  private static final int GREATEST_MOST = 10_000;

  private static final String EXAMPLES =
      """
      milena trace 01KB6Y0V8M4T2Q9XZ3R5W7N1CD
      milena trace 01KB6Y0V8M4T2Q9XZ3R5W7N1CD.0 --json
      milena trace ann@example.com --most 10 --data /var/lib/milena
      """;

  private static final String EXIT_CODES =
      """
      0  something is known of it
      1  nothing is
      2  wrong usage, or there is no log in the data folder
      3  the log cannot be read
      """;

  private static final List<String> READ =
      List.of(
          Topics.SUBMISSIONS,
          Topics.RECIPIENTS,
          Topics.QUEUE,
          Topics.PARKED,
          Topics.SHAPER_STATE,
          Topics.EVENTS);

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;

  private TraceCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The command with its flags. */
  public static CommandSpec spec() {
    return spec(System.getenv());
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new TraceCommand(environment).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .required(true)
            .arity("1")
            .type(Sought.class)
            .converters(text -> Flags.converted(text, Sought::parse))
            .paramLabel("ID|RECIPIENT")
            .description("What to look for.")
            .build());
    spec.addOption(
        Flags.value(
            MOST,
            "N",
            Integer.class,
            TraceCommand::most,
            USUAL_MOST,
            "How many submissions are shown, the newest, from 1 to 10,000."));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  private static Integer most(String text) {
    int most = Integer.parseInt(text);
    if (most < 1 || most > GREATEST_MOST) {
      throw new IllegalArgumentException("'" + text + "' is not from 1 to " + GREATEST_MOST);
    }
    return most;
  }

  @Override
  public Integer call() throws InterruptedException {
    return LogOptions.with(spec, environment, (log, found, config) -> trace(log));
  }

  private int trace(OpenLog log) throws IOException, InterruptedException {
    var reader = new LogReader(log.clients());
    if (!reader.has(READ)) {
      throw new IOException(LogOptions.FOREIGN);
    }
    var parsed = spec.commandLine().getParseResult();
    Sought sought = parsed.matchedPositionalValue(0, (Sought) new Sought.Message(""));
    int most = Flags.get(parsed, MOST, Integer.class);
    var progress = LogOptions.progress(spec);
    var trace = new TraceReader(reader, log.format(), most, progress).read(sought);
    var report = new TraceReport(trace);
    spec.commandLine()
        .getOut()
        .println(Flags.asJson(parsed) ? report.toJson() : report.toText().stripTrailing());
    return trace.found() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
