package milena.standalone.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import milena.runtime.config.ConfigProblems;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.lifecycle.Faults.Fault;
import milena.runtime.lifecycle.Signals;
import milena.runtime.lifecycle.StartFailed;
import milena.standalone.LogLevel;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaSettings;
import milena.standalone.Standalone;
import milena.standalone.kafka.BrokerStopped;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Runs the system in the foreground until a signal or a fault ends it. */
public final class UpCommand implements Callable<Integer> {

  /** A stop that hangs is cut off so long after its own deadline. */
  private static final long GRACE_SECONDS = 5;

  private static final String OVERVIEW =
      "Runs the system in the foreground until it is stopped. SIGTERM finishes what is under way"
          + " and exits 0; a second one ends at once. Every flag is also a key of the configuration"
          + " file and an environment variable: --smtp, smtp, MILENA_SMTP.";

  private static final String EXAMPLES =
      """
      milena up --sandbox
      milena up --smarthost 127.0.0.1:25 --data /var/lib/milena
      milena up --config milena.yaml --allow-mx
      milena up --kafka kafka1:9092 --roles worker --registry-url http://node1:8081
      """;

  private static final String EXIT_CODES =
      """
      0  stopped by a signal
      1  it did not start, or a fault ended it
      2  wrong settings
      """;

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;

  private UpCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The command with its flags. */
  public static CommandSpec spec() {
    var spec = new UpCommand(System.getenv()).spec;
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    SettingOptions.addTo(spec, MilenaSettings.catalogue().all());
    return spec;
  }

  @Override
  public Integer call() {
    return switch (SettingOptions.read(spec.commandLine().getParseResult(), environment)) {
      case ConfigProblems problems -> {
        err().println("milena: " + problems.toText());
        yield ExitCode.USAGE;
      }
      case EffectiveConfig config -> run(MilenaConfig.of(config));
    };
  }

  /** Why the process ends. */
  private sealed interface End {
    record Asked(String signal) implements End {}

    record Broken(Fault fault) implements End {}
  }

  private int run(MilenaConfig config) {
    apply(config.logLevel());
    var ended = new CompletableFuture<End>();
    Signals.onTermination(
        signal -> ended.complete(new End.Asked(signal)),
        () -> Runtime.getRuntime().halt(ExitCode.SOFTWARE));
    try (var standalone = Standalone.wire(config)) {
      standalone.faults().whenFirst().thenAccept(fault -> ended.complete(new End.Broken(fault)));
      standalone.lifecycle().start();
      announce(standalone);
      var end = ended.join();
      var code = report(end);
      cutOffAfter((canFinish(end) ? config.drain().toSeconds() : 0) + GRACE_SECONDS);
      standalone.lifecycle().stop(code == ExitCode.OK ? "asked to" : "fault");
      out().println(code == ExitCode.OK ? "stopped" : "stopped after a fault");
      return code;
    } catch (StartFailed failure) {
      err().println("milena: " + failure.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static void apply(LogLevel level) {
    if (LoggerFactory.getLogger("milena") instanceof ch.qos.logback.classic.Logger logger) {
      logger.setLevel(ch.qos.logback.classic.Level.toLevel(level.name()));
    }
  }

  private void announce(Standalone standalone) {
    for (var listening : standalone.listening()) {
      out().printf("%-20s %s%n", listening.what(), listening.where().get());
    }
    var sinceLaunch =
        ProcessHandle.current()
            .info()
            .startInstant()
            .map(start -> (System.currentTimeMillis() - start.toEpochMilli()) / 1000.0);
    out()
        .println(
            sinceLaunch
                .map(seconds -> String.format(Locale.ROOT, "ready after %.1f s", seconds))
                .orElse("ready"));
  }

  private int report(End end) {
    return switch (end) {
      case End.Asked(String signal) -> {
        out().println(signal + ": finishing what is under way");
        yield ExitCode.OK;
      }
      case End.Broken(Fault fault) -> {
        err().println("milena: " + fault.service() + ": " + fault.cause().getMessage());
        yield ExitCode.SOFTWARE;
      }
    };
  }

  /** Without the broker nothing that is under way can end well, and waiting for it helps nobody. */
  private static boolean canFinish(End end) {
    return switch (end) {
      case End.Asked _ -> true;
      case End.Broken(Fault fault) -> !(fault.cause() instanceof BrokerStopped);
    };
  }

  private static void cutOffAfter(long seconds) {
    CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS)
        .execute(() -> Runtime.getRuntime().halt(ExitCode.SOFTWARE));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
