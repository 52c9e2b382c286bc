package milena.runtime.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import milena.runtime.config.EffectiveConfig.Configured;

/**
 * Finds the value of every setting: flag over environment over file over default. Everything that
 * was written is checked, also what a higher place overrides, and every problem is kept.
 */
public final class ConfigReader {

  private final Settings settings;
  private final Map<String, Setting<?>> byName;
  private final Map<String, Setting<?>> byVariable = new TreeMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  private ConfigReader(Settings settings) {
    this.settings = settings;
    this.byName = settings.byName();
    byName
        .values()
        .forEach(setting -> byVariable.put(setting.variable(settings.variablePrefix()), setting));
  }

  /**
   * Reads the configuration of a process.
   *
   * @param flags what stood on the command line: the name without dashes, and the text after it
   *     (empty when nothing followed); unknown names are allowed here and become problems
   * @param environment the whole environment; only variables with the prefix are looked at
   */
  public static ConfigResult read(
      Settings settings, Map<String, String> flags, Map<String, String> environment) {
    return new ConfigReader(settings).resolve(flags, environment);
  }

  /** A value as it was written, and where. */
  private record Written(Raw raw, Origin origin) {}

  private ConfigResult resolve(Map<String, String> flags, Map<String, String> environment) {
    var fromFlags = fromFlags(flags);
    var fromEnvironment = fromEnvironment(environment);
    var values = new LinkedHashMap<Setting<?>, Configured<?>>();
    values.put(settings.file(), effective(settings.file(), List.of(fromFlags, fromEnvironment)));
    var places = List.of(fromFlags, fromEnvironment, fromFile(values.get(settings.file())));
    for (var setting : settings.all()) {
      if (!setting.equals(settings.file())) {
        values.put(setting, effective(setting, places));
      }
    }
    var config = new EffectiveConfig(values);
    if (problems.isEmpty()) {
      settings.contradictions().stream()
          .map(rule -> rule.check(config))
          .flatMap(Optional::stream)
          .forEach(problems::add);
    }
    return problems.isEmpty() ? config : new ConfigProblems(problems);
  }

  private Map<Setting<?>, Written> fromFlags(Map<String, String> flags) {
    var written = new LinkedHashMap<Setting<?>, Written>();
    flags.forEach(
        (name, text) -> {
          var setting = byName.get(name);
          if (setting == null) {
            var meant = "--" + Nearest.to(name, byName.keySet());
            unknown("flag --" + name, "no such flag", meant);
            return;
          }
          var alone = text.isBlank() && setting.type().flagAloneMeansTrue();
          var raw = new Raw.Text(alone ? "true" : text);
          written.put(setting, new Written(raw, new Origin.Flag(setting.flag())));
        });
    return written;
  }

  private Map<Setting<?>, Written> fromEnvironment(Map<String, String> environment) {
    var written = new LinkedHashMap<Setting<?>, Written>();
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (!variable.startsWith(settings.variablePrefix())
                  || settings.foreignVariables().contains(variable)) {
                return;
              }
              var origin = new Origin.Variable(variable);
              var setting = byVariable.get(variable);
              if (setting == null) {
                var meant = Nearest.to(variable, byVariable.keySet());
                unknown(origin.toString(), "no such setting", meant);
                return;
              }
              written.put(setting, new Written(new Raw.Text(text), origin));
            });
    return written;
  }

  private Map<Setting<?>, Written> fromFile(Configured<?> configured) {
    var written = new LinkedHashMap<Setting<?>, Written>();
    if (!(configured.value() instanceof Path file)) {
      return written;
    }
    var content = YamlFile.read(file);
    problems.addAll(content.problems());
    for (var entry : content.entries()) {
      var origin = new Origin.FileLine(file, entry.line());
      var setting = byName.get(entry.key());
      if (setting == null) {
        var meant = Nearest.to(entry.key(), byName.keySet());
        unknown(origin.toString(), "no such setting '" + entry.key() + "'", meant);
      } else if (setting.equals(settings.file())) {
        problems.add(new ConfigProblem(origin.toString(), "a file cannot name another file"));
      } else if (written.putIfAbsent(setting, new Written(entry.value(), origin)) != null) {
        problems.add(new ConfigProblem(origin.toString(), entry.key() + " is given twice"));
      }
    }
    return written;
  }

  private <T> Configured<T> effective(
      Setting<T> setting, List<Map<Setting<?>, Written>> placesByPrecedence) {
    var result = Configured.byDefault(setting);
    for (var place : placesByPrecedence.reversed()) {
      var written = place.get(setting);
      if (written != null) {
        switch (setting.type().read(written.raw())) {
          case Reading.Good<T>(T value) ->
              result = new Configured<>(setting, value, written.origin());
          case Reading.Bad<T>(String reason) ->
              problems.add(
                  new ConfigProblem(written.origin().toString(), setting.name() + ": " + reason));
        }
      }
    }
    return result;
  }

  private void unknown(String place, String what, String meant) {
    problems.add(new ConfigProblem(place, what + "; did you mean " + meant + "?"));
  }
}
