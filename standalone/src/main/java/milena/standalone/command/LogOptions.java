package milena.standalone.command;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import milena.runtime.config.ConfigProblems;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.ConfigResult;
import milena.runtime.config.EffectiveConfig;
import milena.schemas.SchemaRegistryException;
import milena.standalone.FoundLog;
import milena.standalone.FoundLog.NoLogThere;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaSettings;
import milena.standalone.OpenLog;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags that say which log a command reads, and the opening of it. */
final class LogOptions {

  /** The log is not there, or does not answer. */
  static final int UNREADABLE = 3;

  /** There is a log, but not of this system. */
  static final String FOREIGN = "it lacks topics of Milena's; has a system ever run on it?";

  /** What {@code data} means to who only reads it. */
  private static final String DATA =
      "The folder of the system to read. When nothing runs on it, its broker is started alone.";

  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final List<String> SETTINGS =
      List.of(
          "data",
          "kafka",
          "registry-url",
          "config",
          "kafka-properties",
          "registry-user",
          "registry-password",
          "registry-key-store",
          "registry-key-password",
          "registry-trust-store",
          "registry-trust-password");

  private LogOptions() {}

  /** What a command does with the log. */
  @FunctionalInterface
  interface Work {

    /** Returns the exit code. */
    int on(OpenLog log, FoundLog found, MilenaConfig config)
        throws IOException, InterruptedException;
  }

  static void addTo(CommandSpec spec) {
    for (var name : SETTINGS) {
      var setting = MilenaSettings.catalogue().find(name).orElseThrow();
      spec.addOption(
          OptionSpec.builder(setting.flag())
              .arity("1")
              .type(String.class)
              .paramLabel(setting.type().form())
              .description(
                  (name.equals("data") ? DATA : setting.doc())
                      .strip()
                      .replace("\n", " ")
                      .replace("%", "%%"),
                  "  Default: " + setting.defaultText().replace("%", "%%"))
              .build());
    }
  }

  /** Finds and opens the log, lets work be done on it, and closes it. */
  static int with(CommandSpec spec, Map<String, String> environment, Work work)
      throws InterruptedException {
    var err = spec.commandLine().getErr();
    return switch (read(spec.commandLine().getParseResult(), environment)) {
      case ConfigProblems problems -> {
        err.println("milena: " + problems.toText());
        yield ExitCode.USAGE;
      }
      case EffectiveConfig config -> {
        try {
          yield open(spec, MilenaConfig.of(config), work);
        } catch (NoLogThere absent) {
          err.println("milena: " + absent.getMessage());
          yield ExitCode.USAGE;
        } catch (IOException | KafkaException | SchemaRegistryException failure) {
          err.println("milena: the log cannot be read: " + told(failure));
          yield UNREADABLE;
        }
      }
    };
  }

  private static int open(CommandSpec spec, MilenaConfig config, Work work)
      throws NoLogThere, IOException, InterruptedException {
    var found = FoundLog.of(config);
    if (found instanceof FoundLog.AtRest(var folder)) {
      spec.commandLine()
          .getErr()
          .println("nothing runs on " + folder + ": starting its broker to read it");
    }
    try (var log = OpenLog.open(found)) {
      return work.on(log, found, config);
    }
  }

  /** The settings alone, for what needs no log; says what is wrong with them. */
  static Optional<MilenaConfig> config(CommandSpec spec, Map<String, String> environment) {
    return switch (read(spec.commandLine().getParseResult(), environment)) {
      case ConfigProblems problems -> {
        spec.commandLine().getErr().println("milena: " + problems.toText());
        yield Optional.empty();
      }
      case EffectiveConfig config -> Optional.of(MilenaConfig.of(config));
    };
  }

  /** Tells on standard error what is being read, once that takes a while; not too often. */
  static Consumer<String> progress(CommandSpec spec) {
    return progress(spec, "reading ");
  }

  /** The same for what is done besides reading, which these words begin. */
  static Consumer<String> progress(CommandSpec spec, String doing) {
    long start = System.nanoTime();
    var next = new AtomicLong(start + QUIET.toNanos());
    return what -> {
      long now = System.nanoTime();
      if (now - next.get() >= 0) {
        next.set(now + QUIET.toNanos());
        var taken = Duration.ofNanos(now - start).toSeconds();
        spec.commandLine().getErr().println(taken + " s, " + doing + what);
        spec.commandLine().getErr().flush();
      }
    };
  }

  private static ConfigResult read(ParseResult parsed, Map<String, String> environment) {
    var flags = new LinkedHashMap<String, String>();
    for (var name : SETTINGS) {
      if (parsed.hasMatchedOption("--" + name)) {
        flags.put(name, parsed.matchedOptionValue("--" + name, ""));
      }
    }
    return ConfigReader.read(MilenaSettings.catalogue(), flags, environment);
  }

  private static String told(Exception failure) {
    var cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + " (" + cause.getMessage() + ")";
  }
}
