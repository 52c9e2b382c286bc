package milena.policy.kumo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the files say together of some mail: a provider's, a domain's, or all ({@code default}). Not
 * safe for use by several threads.
 */
final class Block {
  private static final String MERGED = "additional_";

  private final String name;
  private final Spot at;
  private final Map<String, Said> params = new LinkedHashMap<>();
  private final Map<String, Map<String, Said>> sources = new LinkedHashMap<>();
  private final List<Said.Table> rules = new ArrayList<>();
  private final List<Said> matches = new ArrayList<>();

  Block(String name, Spot at) {
    this.name = name;
    this.at = at;
  }

  String name() {
    return name;
  }

  /** Where it stands first. */
  Spot at() {
    return at;
  }

  /** What is set, by KumoMTA's names. */
  Map<String, Said> params() {
    return params;
  }

  /** What is set for single sources. */
  Map<String, Map<String, Said>> sources() {
    return sources;
  }

  List<Said.Table> rules() {
    return rules;
  }

  List<Said> matches() {
    return matches;
  }

  /** Whether it sets nothing and has no rules. */
  boolean isSilent() {
    return params.isEmpty() && sources.isEmpty() && rules.isEmpty();
  }

  /** Puts what a later file says over it. What is additional is joined, and so are rules. */
  void take(Said.Table table, String path, Unsaid unsaid) {
    if (table.values().get("replace_base") instanceof Said.Flag(var set, _) && set) {
      params.clear();
      sources.clear();
      rules.clear();
      matches.clear();
    }
    table
        .values()
        .forEach(
            (key, value) -> {
              switch (key) {
                case "replace_base", "mx_rollup" -> flag(path + "." + key, value, unsaid);
                case "match" -> matches.addAll(value.each());
                case "automation" -> takeRules(value, path + "." + key, unsaid);
                case "sources" -> takeSources(value, path + "." + key, unsaid);
                default -> put(params, key, value);
              }
            });
  }

  private static void flag(String path, Said value, Unsaid unsaid) {
    if (!(value instanceof Said.Flag)) {
      unsaid.add(path, value, "is neither true nor false");
    }
  }

  private void takeRules(Said value, String path, Unsaid unsaid) {
    for (var rule : value.each()) {
      if (rule instanceof Said.Table table) {
        rules.add(table);
      } else {
        unsaid.add(path, rule, "is no rule");
      }
    }
  }

  private void takeSources(Said value, String path, Unsaid unsaid) {
    if (!(value instanceof Said.Table all)) {
      unsaid.add(path, value, "is no table of sources");
      return;
    }
    all.values()
        .forEach(
            (source, said) -> {
              if (said instanceof Said.Table(var values, _)) {
                var known = sources.computeIfAbsent(source, _ -> new LinkedHashMap<>());
                values.forEach((key, one) -> put(known, key, one));
              } else {
                unsaid.add(path + "." + source, said, "is no table: is the source's name quoted?");
              }
            });
  }

  private static void put(Map<String, Said> into, String key, Said value) {
    if (key.startsWith(MERGED)
        && into.get(key) instanceof Said.Table before
        && value instanceof Said.Table after) {
      var joined = new LinkedHashMap<>(before.values());
      joined.putAll(after.values());
      into.put(key, new Said.Table(joined, after.at()));
    } else {
      into.put(key, value);
    }
  }
}
