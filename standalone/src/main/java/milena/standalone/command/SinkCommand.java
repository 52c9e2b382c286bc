package milena.standalone.command;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import milena.bench.sink.MoodTable;
import milena.bench.sink.Sink;
import milena.bench.sink.SinkConfig;
import milena.bench.sink.SinkExtension;
import milena.bench.sink.SinkLimits;
import milena.bench.sink.SinkReport;
import milena.runtime.config.HostPort;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Runs a counting SMTP server until it is stopped, then tells what reached it. */
public final class SinkCommand implements Callable<Integer> {

  private static final HostPort LISTEN = new HostPort("127.0.0.1", 2526);

  private static final String OVERVIEW =
      "Runs an SMTP server that counts what it is sent, throws it away, and treats each recipient"
          + " domain as it is told to. Runs until SIGTERM or SIGINT, then prints its report.";

  private static final String EXAMPLES =
      """
      milena sink
      milena sink --mood defer.test=defer:2 --mood slow.test=slow:500
      milena sink --listen 127.0.0.1:0 --log deliveries.tsv --json
      """;

  private static final String EXIT_CODES =
      """
      0  stopped by a signal
      1  cannot listen, or the log of deliveries is not complete
      2  wrong usage
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Stop stop;
  private final boolean terminal;

  private SinkCommand(Stop stop, boolean terminal) {
    this.stop = stop;
    this.terminal = terminal;
  }

  /** The command with its flags. */
  public static CommandSpec spec() {
    return spec(
        Stop.bySignal(),
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent());
  }

  static CommandSpec spec(Stop stop, boolean terminal) {
    var spec = new SinkCommand(stop, terminal).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addOption(
        Flags.value(
            "--listen",
            "HOST:PORT",
            HostPort.class,
            HostPort::parse,
            LISTEN,
            "Where to listen; port 0 for any that is free."));
    spec.addOption(
        OptionSpec.builder("--mood")
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("DOMAIN=MOOD[:PARAMETER]")
            .description(
                "How a domain (* for every other) is treated; may be given several times. accept;"
                    + " defer[:times] before it accepts; reject[:share or prefix of the local part]"
                    + " of the recipients with 550 5.1.1; slow[:milliseconds]; full; block; drop"
                    + " the connection after the final dot; busy. A domain that is not named takes"
                    + " the mood of its nearest parent, and with none it accepts.")
            .build());
    spec.addOption(
        Flags.optional(
            "--log",
            "FILE",
            Path.class,
            Path::of,
            "Write each delivery as a line: message id, tab, recipient."));
    spec.addOption(
        Flags.value(
            "--latency",
            "MS",
            Integer.class,
            Integer::valueOf,
            0,
            "Milliseconds that every final reply waits."));
    for (var extension : SinkExtension.values()) {
      spec.addOption(Flags.bare(off(extension), "Do not announce " + extension.keyword() + "."));
    }
    spec.addOption(Flags.json());
    return spec;
  }

  private static String off(SinkExtension extension) {
    return "--no-" + extension.keyword().toLowerCase(Locale.ROOT);
  }

  @Override
  public Integer call() throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    try {
      return run(
          config(parsed), Flags.get(parsed, "--listen", HostPort.class), Flags.asJson(parsed));
    } catch (IllegalArgumentException wrong) {
      err().println("milena: " + wrong.getMessage());
      return ExitCode.USAGE;
    } catch (IOException failure) {
      err().println("milena: " + told(failure));
      return ExitCode.SOFTWARE;
    }
  }

  private static SinkConfig config(ParseResult parsed) {
    List<String> moods = parsed.matchedOptionValue("--mood", List.of());
    @Nullable Path log = parsed.matchedOptionValue("--log", null);
    int latency = Flags.get(parsed, "--latency", Integer.class);
    return new SinkConfig(
        MoodTable.accepting().with(moods),
        extensions(parsed),
        SinkLimits.defaults(),
        Duration.ofMillis(latency),
        log,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  private static Set<SinkExtension> extensions(ParseResult parsed) {
    var announced = EnumSet.allOf(SinkExtension.class);
    announced.removeIf(extension -> parsed.hasMatchedOption(off(extension)));
    return announced;
  }

  private int run(SinkConfig config, HostPort listen, boolean json)
      throws IOException, InterruptedException {
    var asked = new CompletableFuture<String>();
    stop.whenAsked(asked::complete);
    var sink = new Sink(config, InstantSource.system());
    try {
      var address = sink.start(listen.host(), listen.port());
      (json ? err() : out()).println("listening on " + listen.withPort(address.getPort()));
      watch(sink, asked);
    } finally {
      sink.close();
    }
    var report = sink.report();
    out().println(json ? report.toJson() : report.toText().stripTrailing());
    return report.logComplete() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Returns when asked to stop; until then a terminal sees a line that is renewed every second. */
  private void watch(Sink sink, CompletableFuture<String> asked) throws InterruptedException {
    long before = 0;
    while (true) {
      try {
        asked.get(1, TimeUnit.SECONDS);
        if (terminal) {
          err().println();
        }
        return;
      } catch (TimeoutException running) {
        if (terminal) {
          var report = sink.report();
          err().print("\r" + status(report, report.traffic().deliveries() - before) + "\033[K");
          err().flush();
          before = report.traffic().deliveries();
        }
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  static String status(SinkReport report, long inTheLastSecond) {
    return String.format(
        Locale.ROOT,
        "%,d deliveries, %,d/s, %,d duplicates, %,d connections open",
        report.traffic().deliveries(),
        inTheLastSecond,
        report.identity().duplicates(),
        report.traffic().open());
  }

  private static String told(IOException failure) {
    var parts = new ArrayList<String>();
    for (@Nullable Throwable part = failure; part != null; part = part.getCause()) {
      parts.add(String.valueOf(part.getMessage()));
    }
    return String.join(": ", parts);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
