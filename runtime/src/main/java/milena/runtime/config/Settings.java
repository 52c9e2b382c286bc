package milena.runtime.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue: every setting of a program, grouped as the operator reads about them, and what
 * must not be said together.
 *
 * @param variablePrefix what the names of environment variables start with: {@code MILENA_}
 * @param file the setting that names the configuration file; it cannot stand in that file itself
 * @param sections all settings, each exactly once
 * @param contradictions the rules between settings
 * @param foreignVariables variables with the prefix that others read, such as the start script
 */
public record Settings(
    String variablePrefix,
    Setting<Path> file,
    List<Section> sections,
    List<Contradiction> contradictions,
    Set<String> foreignVariables) {

  /** Settings that belong together, under a title of the reference page. */
  public record Section(String title, List<Setting<?>> settings) {
    public Section {
      settings = List.copyOf(settings);
    }
  }

  public Settings {
    sections = List.copyOf(sections);
    contradictions = List.copyOf(contradictions);
    foreignVariables = Set.copyOf(foreignVariables);
    var names = new LinkedHashMap<String, Setting<?>>();
    for (var section : sections) {
      for (var setting : section.settings()) {
        if (names.put(setting.name(), setting) != null) {
          throw new IllegalArgumentException("declared twice: " + setting.name());
        }
      }
    }
    if (!file.equals(names.get(file.name()))) {
      throw new IllegalArgumentException("the file's setting is in no section");
    }
  }

  /** All settings in the order of the reference page. */
  public List<Setting<?>> all() {
    return sections.stream().<Setting<?>>flatMap(section -> section.settings().stream()).toList();
  }

  /** By name, in the order of the reference page. */
  public Map<String, Setting<?>> byName() {
    var names = new LinkedHashMap<String, Setting<?>>();
    all().forEach(setting -> names.put(setting.name(), setting));
    return names;
  }

  public Optional<Setting<?>> find(String name) {
    return all().stream().filter(setting -> setting.name().equals(name)).findFirst();
  }
}
