package milena.standalone.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import milena.bench.load.Load;
import milena.bench.load.LoadContent;
import milena.bench.load.LoadEnvelope;
import milena.bench.load.LoadPace;
import milena.bench.load.LoadPatience;
import milena.bench.load.LoadPlan;
import milena.bench.load.LoadProgress;
import milena.runtime.config.HostPort;
import milena.runtime.config.Size;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Sends made-up messages over SMTP and reports what became of them. */
public final class SendCommand implements Callable<Integer> {

  /** The same messages in every run, so that runs compare. */
  private static final long SEED = 1;

  private static final String OVERVIEW =
      "Sends made-up messages over SMTP, as many connections at once as asked for, and reports what"
          + " became of them. SIGINT or SIGTERM ends the run early, with its report.";

  private static final String EXAMPLES =
      """
      milena send --messages 10000 --connections 50
      milena send --domains accept.test,defer.test --recipients 5
      milena send --rate 100 --messages 6000 --acked acked.tsv --retry 5 --json
      milena send --to mx.example.net:465 --tls --user app --password-file secret
      """;

  private static final String EXIT_CODES =
      """
      0  every message was accepted for every recipient
      1  some were not, or the file of what was accepted is not complete
      2  the server was never reached or let nobody in, or wrong usage
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Stop stop;

  private SendCommand(Stop stop) {
    this.stop = stop;
  }

  /** The command with its flags. */
  public static CommandSpec spec() {
    return spec(Stop.bySignal());
  }

  static CommandSpec spec(Stop stop) {
    var spec = new SendCommand(stop).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    addPace(spec);
    SendEntry.addTo(spec);
    addMessages(spec);
    spec.addOption(
        Flags.optional(
            "--acked",
            "FILE",
            Path.class,
            Path::of,
            "Write each accepted recipient as a line: message id, tab, recipient, tab, the id that"
                + " the server's 250 named."));
    spec.addOption(
        Flags.value(
            "--retry",
            "N",
            Integer.class,
            Integer::valueOf,
            0,
            "How often a message that got a 4xx or no reply is sent again."));
    spec.addOption(Flags.json());
    return spec;
  }

  private static void addPace(CommandSpec spec) {
    spec.addOption(
        Flags.value(
            "--to",
            "HOST:PORT",
            HostPort.class,
            HostPort::parse,
            new HostPort("127.0.0.1", 2525),
            "The server."));
    spec.addOption(
        Flags.value(
            "--connections",
            "N",
            Integer.class,
            Integer::valueOf,
            20,
            "Connections at a time; each has one message under way."));
    spec.addOption(
        Flags.value("--messages", "N", Long.class, Long::valueOf, 1_000L, "How many messages."));
    spec.addOption(
        Flags.value(
            "--rate",
            "N",
            Double.class,
            Double::valueOf,
            0.0,
            "Messages a second; 0 for as fast as the server replies."));
  }

  private static void addMessages(CommandSpec spec) {
    spec.addOption(
        Flags.value(
            "--size",
            "SIZE",
            Size.class,
            Size::parse,
            new Size(4096),
            "Bytes of each message with its headers, from 1024."));
    spec.addOption(
        Flags.value(
            "--domains",
            "A,B,C",
            String.class,
            text -> text,
            "accept.test",
            "The recipients' domains, in turn."));
    spec.addOption(
        Flags.value(
            "--recipients",
            "N",
            Integer.class,
            Integer::valueOf,
            1,
            "Recipients of each message."));
    spec.addOption(
        Flags.value(
            "--unknown-every",
            "N",
            Integer.class,
            Integer::valueOf,
            0,
            "Every so many mailboxes of a domain is named unknown…, which a rejecting sink refuses;"
                + " 0 for none."));
    spec.addOption(
        Flags.value(
            "--from",
            "ADDRESS",
            String.class,
            text -> text,
            "load@sender.test",
            "The sender; an empty one is the null sender."));
  }

  @Override
  public Integer call() throws InterruptedException {
    var parsed = spec.commandLine().getParseResult();
    try {
      var load = new Load(plan(parsed), InstantSource.system());
      stop.whenAsked(signal -> load.stop());
      var report = load.run(progress -> err().println(line(progress)));
      out().println(Flags.asJson(parsed) ? report.toJson() : report.toText().stripTrailing());
      if (report.connections().opened() == 0) {
        err().println("milena: " + neverIn(to(parsed), report.connections().refusals()));
      }
      return report.exitCode();
    } catch (IllegalArgumentException wrong) {
      err().println("milena: " + wrong.getMessage());
      return ExitCode.USAGE;
    } catch (IOException failure) {
      err().println("milena: " + failure.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static String neverIn(HostPort to, Map<String, Long> refusals) {
    return refusals.isEmpty()
        ? "nothing answers as a mail server at " + to + " (--to)"
        : to + " lets nobody in: " + String.join(", ", refusals.keySet());
  }

  private static HostPort to(ParseResult parsed) {
    return Flags.get(parsed, "--to", HostPort.class);
  }

  private static LoadPlan plan(ParseResult parsed) {
    @Nullable Path acked = parsed.matchedOptionValue("--acked", null);
    int resends = Flags.get(parsed, "--retry", Integer.class);
    return new LoadPlan(
        to(parsed).toSocketAddress(),
        pace(parsed),
        envelope(parsed),
        content(parsed),
        LoadPatience.defaults().withResends(resends),
        acked,
        SendEntry.of(parsed));
  }

  private static LoadPace pace(ParseResult parsed) {
    int connections = Flags.get(parsed, "--connections", Integer.class);
    long messages = Flags.get(parsed, "--messages", Long.class);
    double rate = Flags.get(parsed, "--rate", Double.class);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new LoadPace(
        messages,
        connections,
        Integer.MAX_VALUE,
        rate,
        Math.max(1, Math.min(threads, connections)));
  }

  private static LoadEnvelope envelope(ParseResult parsed) {
    String domains = Flags.get(parsed, "--domains", String.class);
    String from = Flags.get(parsed, "--from", String.class);
    int recipients = Flags.get(parsed, "--recipients", Integer.class);
    int unknownEvery = Flags.get(parsed, "--unknown-every", Integer.class);
    var defaults = LoadEnvelope.to(List.of(domains.split(",", -1)));
    return new LoadEnvelope(
        from, defaults.domains(), recipients, defaults.mailboxes(), unknownEvery);
  }

  private static LoadContent content(ParseResult parsed) {
    Size size = Flags.get(parsed, "--size", Size.class);
    return new LoadContent(Math.toIntExact(Math.min(size.bytes(), Integer.MAX_VALUE)), SEED);
  }

  static String line(LoadProgress progress) {
    return String.format(
        Locale.ROOT,
        "%,d of %,d sent, %,d accepted, %.0f s",
        progress.sent(),
        progress.planned(),
        progress.accepted(),
        progress.seconds());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
