package milena.policy.kumo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import milena.runtime.config.Durations;

/** Says rules of automation as reactions. */
final class ReactionWriter {
  private static final Set<String> KEYS =
      Set.of("regex", "action", "trigger", "duration", "match_internal");

  private final Unsaid unsaid;
  private final ActWriter acts;
  private final List<String> reactions = new ArrayList<>();
  private int arrived;

  ReactionWriter(Unsaid unsaid) {
    this.unsaid = unsaid;
    this.acts = new ActWriter(unsaid);
  }

  /** Rules of {@code reactions}, in the order in which they were written. */
  List<String> reactions() {
    return reactions;
  }

  /** How many rules of automation are among them. */
  int arrived() {
    return arrived;
  }

  /**
   * Writes a block's rules.
   *
   * @param holds what is set where they are for, by KumoMTA's names
   */
  void write(Scope scope, List<Said.Table> rules, Map<String, Said> holds) {
    for (int i = 0; i < rules.size(); i++) {
      var path = scope.path() + ".automation[" + i + "]";
      if (write(scope, scope.label() + "-" + (i + 1), path, rules.get(i), holds)) {
        arrived++;
      }
    }
  }

  private boolean write(
      Scope scope, String name, String path, Said.Table rule, Map<String, Said> holds) {
    unknown(path, rule);
    var heard = heard(path, rule);
    var done = acts.write(path + ".action", rule, holds);
    var lasting = lasting(path, rule);
    if (heard.isEmpty() || done.isEmpty() || lasting.isEmpty()) {
      unsaid.add(path, rule, "is left out: " + missing(heard.isEmpty(), done.isEmpty()));
      return false;
    }
    var times = times(path, rule);
    if (heard.size() > 1 && !times.isEmpty()) {
      unsaid.add(
          path + ".regex",
          rule.values().getOrDefault("regex", rule),
          "is several reactions, since not all have the same exception, and each counts alone");
    }
    char part = 'a';
    for (var group : heard.entrySet()) {
      var lines = new Lines().with("name", Yaml.scalar(heard.size() == 1 ? name : name + part++));
      lines.where(scope.selector()).with("when", Yaml.scalars(group.getValue()));
      if (!group.getKey().isEmpty()) {
        lines.with("unless", Yaml.scalars(group.getKey()));
      }
      times.ifPresent(text -> lines.with("times", text));
      lines.with("do", "[" + String.join(", ", done) + "]");
      if (!done.equals(List.of(ActWriter.BOUNCE))) {
        lines.with("for", lasting.get());
      }
      reactions.add(lines.from(rule.at()).block());
    }
    return true;
  }

  private static String missing(boolean words, boolean acts) {
    if (words) {
      return "none of its expressions can be said";
    }
    return acts ? "none of its actions can be said" : "it does not say for how long";
  }

  private void unknown(String path, Said.Table rule) {
    rule.values()
        .forEach(
            (key, value) -> {
              if (!KEYS.contains(key)) {
                unsaid.add(path + "." + key, value, "is no key of a rule that is known here");
              }
            });
    if (rule.values().get("match_internal") instanceof Said.Flag(var set, var at) && set) {
      unsaid.add(
          at,
          path + ".match_internal",
          "true",
          "reactions hear what servers say, never what the system says itself");
    }
  }

  /** What must be found, by what may not be. */
  private Map<List<String>, List<String>> heard(String path, Said.Table rule) {
    var groups = new LinkedHashMap<List<String>, List<String>>();
    var regexes = rule.values().get("regex");
    if (regexes == null) {
      return groups;
    }
    for (var regex : regexes.each()) {
      if (!(regex instanceof Said.Text(var text, _))) {
        unsaid.add(path + ".regex", regex, "is no text");
        continue;
      }
      switch (Re2.of(text)) {
        case Heard.Unheard(var why) -> unsaid.add(path + ".regex", regex, why);
        case Heard.Words(var when, var unless) ->
            groups.computeIfAbsent(unless, _ -> new ArrayList<>()).add(when);
      }
    }
    return groups;
  }

  private Optional<String> lasting(String path, Said.Table rule) {
    var said = rule.values().get("duration");
    if (said == null) {
      return Optional.empty();
    }
    var span = Spans.of(said);
    if (span.isEmpty()) {
      unsaid.add(path + ".duration", said, "is not a length of time such as 2 hours");
    }
    return span.map(
        length ->
            Durations.print(
                Spans.within(length, Wording.LONGEST, path + ".duration", said, unsaid)));
  }

  /** How often it must be heard; empty for once. */
  private Optional<String> times(String path, Said.Table rule) {
    var said = rule.values().get("trigger");
    if (said == null || (said instanceof Said.Text(var text, _) && text.equals("Immediate"))) {
      return Optional.empty();
    }
    var often = said instanceof Said.Table(var values, _) ? values.get("Threshold") : null;
    var pace = Optional.ofNullable(often).flatMap(Pace::of);
    if (pace.isEmpty() || pace.get().most() >= Wording.LARGEST) {
      unsaid.add(path + ".trigger", said, "is no trigger: it is done the first time");
      return Optional.empty();
    }
    return Optional.of(pace.get().asThreshold());
  }
}
