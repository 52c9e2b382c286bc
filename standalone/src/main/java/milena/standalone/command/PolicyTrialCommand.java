package milena.standalone.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import milena.delivery.path.PathDefaults;
import milena.delivery.path.Tls;
import milena.delivery.send.SmtpTimeouts;
import milena.policy.Policy;
import milena.router.shape.ShaperConfig;
import milena.router.trial.Figures;
import milena.router.trial.Trial;
import milena.router.trial.Window;
import milena.schemas.Topics;
import milena.standalone.BuiltInShaping;
import milena.standalone.FoundLog;
import milena.standalone.MilenaConfig;
import milena.standalone.OpenLog;
import milena.standalone.account.LogReader;
import milena.standalone.trial.Connections;
import milena.standalone.trial.RecordedMail;
import milena.standalone.trial.TrialJson;
import milena.standalone.trial.TrialNotes;
import milena.standalone.trial.TrialReport;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Says what would have become of recorded mail under a document. */
final class PolicyTrialCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Reads recorded mail and tries it in virtual time, once under the policy in force and once"
          + " under a document, with the shaper's own code, and prints what would differ: how much"
          + " leaves from where to where and when, how long it takes, and which limits hold it"
          + " back. An attempt has the answer that was recorded for it; one beyond the recorded"
          + " ones has the last one's, and mail without any is taken for delivered. Writes nothing"
          + " into the log. Give it the settings that the nodes have (--config).";

  private static final String EXAMPLES =
      """
      milena policy trial policy.yaml
      milena policy trial policy.yaml --from -6h --json
      milena policy trial policy.yaml --from 2026-05-04 --to 2026-05-05
      milena policy trial policy.yaml --against 4
      """;

  private static final String EXIT_CODES =
      """
      0  tried
      1  more mail than there is memory for; try a shorter time
      2  wrong usage, a document with errors, or there is no log in the data folder
      3  the log cannot be read
      """;

  private static final String FROM = "--from";
  private static final String TO = "--to";
  private static final String AGAINST = "--against";
  private static final Duration USUAL = Duration.ofDays(1);

  /** Of all memory; the rest is for reading, sorting and the program itself. */
  private static final double ROOM = 0.4;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;
  private final InstantSource clock;

  private PolicyTrialCommand(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  static CommandSpec spec(Map<String, String> environment) {
    return spec(environment, InstantSource.system());
  }

  static CommandSpec spec(Map<String, String> environment, InstantSource clock) {
    var spec = new PolicyTrialCommand(environment, clock).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addPositional(PolicyFile.parameter(0, true, "The document."));
    var now = clock.instant();
    spec.addOption(
        Flags.optional(
            FROM,
            When.FORM,
            Long.class,
            text -> When.parse(text, now).toEpochMilli(),
            "Mail accepted from then on, and what waited then: ISO 8601, or how long ago, -1h30m.",
            "  Default: 24 hours before --to"));
    spec.addOption(
        Flags.optional(
            TO,
            When.FORM,
            Long.class,
            text -> When.parse(text, now).toEpochMilli(),
            "When the trial ends.",
            "  Default: now; for a system at rest, its newest record"));
    spec.addOption(
        Flags.optional(
            AGAINST,
            "VERSION",
            Integer.class,
            Integer::valueOf,
            "The version to compare with.",
            "  Default: the one in force"));
    LogOptions.addTo(spec);
    spec.addOption(Flags.json());
    return spec;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path file = spec.commandLine().getParseResult().matchedPositionalValue(0, Path.of(""));
    var policy = PolicyFile.policy(spec, file);
    if (policy.isEmpty()) {
      return ExitCode.USAGE;
    }
    return LogOptions.with(
        spec,
        environment,
        (log, found, config) -> {
          var before = before(log);
          return before.isEmpty()
              ? ExitCode.USAGE
              : compare(new Sides(before.get(), policy.get()), log, found, config);
        });
  }

  /** The two policies. */
  private record Sides(Policy before, Policy after) {}

  private Optional<Policy> before(OpenLog log) {
    var versions = PolicyFile.versions(log);
    int against = spec.commandLine().getParseResult().matchedOptionValue(AGAINST, 0);
    if (against == 0 && versions.inForce().isEmpty()) {
      return Optional.of(Policy.NONE);
    }
    return PolicyFile.version(spec, versions, against)
        .flatMap(version -> PolicyFile.policy(spec, version));
  }

  private int compare(Sides sides, OpenLog log, FoundLog found, MilenaConfig config)
      throws IOException, InterruptedException {
    var reader = new LogReader(log.clients());
    if (!reader.has(RecordedMail.READ)) {
      throw new IOException(LogOptions.FOREIGN);
    }
    var window = window(found.moves() ? clock.millis() : 1 + reader.newest(RecordedMail.READ));
    if (window.isEmpty()) {
      complain("--from must be before --to, and neither is after now");
      return ExitCode.USAGE;
    }
    var wanted =
        new RecordedMail.Wanted(
            window.get(),
            config.retries().expiry().toMillis(),
            List.of(sides.before(), sides.after()));
    try (var mail = RecordedMail.read(reader, log.format(), wanted, LogOptions.progress(spec))) {
      if (mail.isTooMuch()) {
        complain(
            "there are more than %,d submissions in that time; try a shorter one with %s and %s"
                .formatted(RecordedMail.MOST, FROM, TO));
        return ExitCode.SOFTWARE;
      }
      int partitions = reader.partitions(Topics.QUEUE);
      return compare(sides, mail, around(mail, window.get(), config, partitions), paths(config));
    } catch (UncheckedIOException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  private static Trial.Around around(
      RecordedMail mail, Window window, MilenaConfig config, int partitions) {
    return new Trial.Around(
        shaping(config, partitions),
        mail::hosts,
        window,
        (long) (ROOM * Runtime.getRuntime().maxMemory()));
  }

  private int compare(Sides sides, RecordedMail mail, Trial.Around around, PathDefaults paths) {
    long began = System.nanoTime();
    var now = figures(mail, new Run("now", sides.before(), around, paths));
    var next = now.flatMap(_ -> figures(mail, new Run("new", sides.after(), around, paths)));
    if (now.isEmpty() || next.isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    print(new TrialReport(heading(sides), mail.figures(), now.get(), next.get(), notes(mail)));
    told(mail.count(), around.window(), System.nanoTime() - began);
    return ExitCode.OK;
  }

  private Optional<Window> window(long now) {
    var parsed = spec.commandLine().getParseResult();
    long to = Math.min(now, parsed.matchedOptionValue(TO, now));
    long from = parsed.matchedOptionValue(FROM, to - USUAL.toMillis());
    return from < to ? Optional.of(Window.of(Math.max(1, from), to)) : Optional.empty();
  }

  /** One shaper has what all partitions have together. */
  private static ShaperConfig shaping(MilenaConfig config, int partitions) {
    var one = BuiltInShaping.of(config);
    return new ShaperConfig(
        one.retry(),
        one.messageRate(),
        one.window(),
        one.mostOutstanding() * partitions,
        one.validity(),
        one.longestAttempt(),
        one.lease());
  }

  private static PathDefaults paths(MilenaConfig config) {
    var sites = config.sites();
    return new PathDefaults(
        sites.connections(),
        sites.messagesPerConnection(),
        sites.recipientsPerTransaction(),
        Tls.OPPORTUNISTIC,
        SmtpTimeouts.defaults());
  }

  /** One side. */
  private record Run(String side, Policy policy, Trial.Around around, PathDefaults paths) {}

  private Optional<Figures> figures(RecordedMail mail, Run run) {
    var progress = LogOptions.progress(spec, "trying ");
    var trial = new Trial(run.policy(), run.around(), new Connections(run.policy(), run.paths()));
    try {
      var outcome =
          mail.tried(
              trial,
              (at, waiting) ->
                  progress.accept("%s: %s, %,d waiting".formatted(run.side(), time(at), waiting)));
      return switch (outcome) {
        case Trial.Outcome.Done(var figures) -> Optional.of(figures);
        case Trial.Outcome.TooMuchWaits(long at, int waiting) -> {
          complain(
              "%s: at %s, %,d would wait, which is all that there is memory for; try a shorter time"
                      .formatted(run.side(), time(at), waiting)
                  + " with %s and %s, or give more with MILENA_JAVA_OPTS=-Xmx1g"
                      .formatted(FROM, TO));
          yield Optional.empty();
        }
      };
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String time(long at) {
    return Instant.ofEpochMilli(at).toString();
  }

  private String heading(Sides sides) {
    Path file = spec.commandLine().getParseResult().matchedPositionalValue(0, Path.of(""));
    int version = sides.before().version();
    return file + " tried instead of " + (version == 0 ? "no policy" : "version " + version);
  }

  private static List<String> notes(RecordedMail mail) {
    return TrialNotes.of(mail.leftOut(), mail.knowsAllDomains());
  }

  private void print(TrialReport report) {
    var json = Flags.asJson(spec.commandLine().getParseResult());
    spec.commandLine()
        .getOut()
        .println(json ? TrialJson.of(report) : report.toText().stripTrailing());
  }

  /** How fast it was: on standard error, since the same trial prints the same report. */
  private void told(long submissions, Window window, long nanos) {
    double seconds = Math.max(1, nanos) / 1e9;
    double times = 2 * (window.to() - window.from()) / 1e3 / seconds;
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "tried twice in %.1f s, %,.0f times as fast as it was: %,.0f submissions/s%n",
            seconds,
            times,
            2 * submissions / seconds);
  }

  private void complain(String what) {
    spec.commandLine().getErr().println("milena: " + what);
  }
}
