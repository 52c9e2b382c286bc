package milena.standalone.command;

import java.util.Map;
import java.util.concurrent.Callable;
import milena.runtime.config.ConfigProblems;
import milena.runtime.config.EffectiveConfig;
import milena.standalone.MilenaSettings;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Prints every setting as a start with the same flags would see it, and where it is from. */
public final class ConfigCommand implements Callable<Integer> {

  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Map<String, String> environment;

  private ConfigCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The command with its flags. */
  public static CommandSpec spec() {
    return spec(System.getenv());
  }

  static CommandSpec spec(Map<String, String> environment) {
    var spec = new ConfigCommand(environment).spec;
    spec.mixinStandardHelpOptions(true)
        .usageMessage()
        .description("Prints every effective setting and where it is from.");
    spec.addOption(
        OptionSpec.builder("--json")
            .arity("0")
            .type(boolean.class)
            .description("Print JSON.")
            .build());
    SettingOptions.addTo(spec, MilenaSettings.catalogue().all());
    return spec;
  }

  @Override
  public Integer call() {
    var parsed = spec.commandLine().getParseResult();
    return switch (SettingOptions.read(parsed, environment)) {
      case ConfigProblems problems -> {
        spec.commandLine().getErr().println("milena: " + problems.toText());
        yield ExitCode.USAGE;
      }
      case EffectiveConfig config -> {
        var json = parsed.hasMatchedOption("--json");
        spec.commandLine().getOut().print(json ? config.toJson() : config.toText());
        spec.commandLine().getOut().flush();
        yield ExitCode.OK;
      }
    };
  }
}
