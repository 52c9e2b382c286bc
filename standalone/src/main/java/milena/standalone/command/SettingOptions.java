package milena.standalone.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import milena.runtime.config.ConfigProblem;
import milena.runtime.config.ConfigProblems;
import milena.runtime.config.ConfigReader;
import milena.runtime.config.ConfigResult;
import milena.runtime.config.EffectiveConfig;
import milena.runtime.config.Setting;
import milena.standalone.MilenaSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The settings as flags of a command. Values are not read here, and unknown flags are let through:
 * the configuration reader sees all of them, so that all problems are told at once.
 */
final class SettingOptions {

  private SettingOptions() {}

  /** Adds a flag for each of the settings. */
  static void addTo(CommandSpec spec, List<Setting<?>> settings) {
    for (var setting : settings) {
      spec.addOption(
          OptionSpec.builder(setting.flag())
              // Given several times, the values are one list; a setting with one value refuses
              // that.
              .type(List.class)
              .auxiliaryTypes(String.class)
              // A flag without its value is told by the reader, beside all other problems.
              .arity("0..1")
              .fallbackValue("")
              .paramLabel(setting.type().form())
              .description(
                  escaped(setting.doc().strip()), "  Default: " + escaped(setting.defaultText()))
              .build());
    }
    spec.parser().unmatchedArgumentsAllowed(true);
    spec.usageMessage().sortOptions(false).abbreviateSynopsis(true);
  }

  private static String escaped(String text) {
    return text.replace("\n", " ").replace("%", "%%");
  }

  /** The configuration of this process, or everything that is wrong with it. */
  static ConfigResult read(ParseResult parsed, Map<String, String> environment) {
    var flags = new LinkedHashMap<String, String>();
    var problems = new ArrayList<ConfigProblem>();
    for (var option : parsed.matchedOptions()) {
      if (MilenaSettings.catalogue().find(name(option.longestName())).isPresent()) {
        flags.put(name(option.longestName()), String.join(",", option.stringValues()));
      }
    }
    var followsUnknownFlag = false;
    for (var argument : parsed.unmatched()) {
      if (argument.startsWith("-")) {
        flags.put(name(argument.split("=", 2)[0]), "");
      } else if (!followsUnknownFlag) {
        problems.add(new ConfigProblem("argument " + argument, "not expected here"));
      }
      followsUnknownFlag = argument.startsWith("-") && !argument.contains("=");
    }
    return switch (ConfigReader.read(MilenaSettings.catalogue(), flags, environment)) {
      case ConfigProblems(var found) -> {
        problems.addAll(found);
        yield new ConfigProblems(problems);
      }
      case EffectiveConfig config -> problems.isEmpty() ? config : new ConfigProblems(problems);
    };
  }

  private static String name(String flag) {
    return flag.replaceFirst("^-+", "");
  }
}
