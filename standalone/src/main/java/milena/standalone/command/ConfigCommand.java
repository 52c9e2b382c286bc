package milena.standalone.command;

import java.util.Map;
import java.util.concurrent.Callable;
import milena.runtime.config.ConfigProblems;
import milena.runtime.config.EffectiveConfig;
import milena.standalone.MilenaConfig;
import milena.standalone.MilenaSettings;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** Prints every setting as a start with the same flags would see it, and where it is from. */
public final class ConfigCommand implements Callable<Integer> {

  private static final String OVERVIEW =
      "Prints every effective setting and where it is from: a flag, an environment variable, a line"
          + " of the configuration file, or the default.";

  private static final String EXAMPLES =
      """
      milena config
      milena config --config milena.yaml --json
      """;

  private static final String EXIT_CODES =
      """
      0  printed
      2  wrong settings, all of which are listed
      """;

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
    Flags.document(spec, OVERVIEW, EXAMPLES, EXIT_CODES);
    spec.addOption(Flags.json());
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
        var all = MilenaConfig.effective(config);
        spec.commandLine().getOut().print(Flags.asJson(parsed) ? all.toJson() : all.toText());
        spec.commandLine().getOut().flush();
        yield ExitCode.OK;
      }
    };
  }
}
