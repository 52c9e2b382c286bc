package milena.policy.kumo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import milena.policy.Kind;
import milena.policy.Manner;
import milena.policy.Per;
import milena.runtime.config.Durations;

/** Says what a block sets as limits and as how servers are treated. */
final class BlockWriter {
  private static final String EVERYWHERE =
      "holds for all of the system here: there is no limit for each process alone";

  private static final long MOST_FAILURES = 1_000;

  private final Unsaid unsaid;
  private final Names groups = new Names();
  private final Map<String, First> named = new HashMap<>();
  private final List<String> limits = new ArrayList<>();
  private final List<String> servers = new ArrayList<>();

  /** What was first said under a name. */
  private record First(String bound, Spot at) {}

  BlockWriter(Unsaid unsaid) {
    this.unsaid = unsaid;
  }

  /** Rules of {@code limits}, in the order in which they were written. */
  List<String> limits() {
    return limits;
  }

  /** Rules of {@code servers}. */
  List<String> servers() {
    return servers;
  }

  /** Writes what is set for some mail. */
  void write(Scope scope, Map<String, Said> params) {
    limits(scope, params, Per.PATH);
    limits(scope, params, Per.SOURCE_AND_PROVIDER);
    params.forEach((key, value) -> named(scope, key, value));
    servers(scope, params);
    params.forEach(
        (key, value) -> {
          if (!isKnown(key)) {
            unsaid.add(scope.path() + "." + key, value, Wording.without(key));
          }
        });
  }

  private static boolean isKnown(String key) {
    return Wording.LIMITS.containsKey(key)
        || Wording.NAMED_LIMITS.containsKey(key)
        || Wording.TIMES.containsKey(key)
        || key.equals(Wording.TLS)
        || key.equals(Wording.FAILURES);
  }

  private void limits(Scope scope, Map<String, Said> params, Per per) {
    var rule = new Lines().where(scope.selector()).with("per", per.word());
    boolean any = false;
    for (var param : params.entrySet()) {
      var limit = Wording.LIMITS.get(param.getKey());
      var path = scope.path() + "." + param.getKey();
      if (limit != null && limit.per() == per && isPlace(path, per, param.getValue())) {
        any |= bound(rule, path, limit.kind(), param.getValue());
      }
    }
    if (any) {
      limits.add(rule.flow());
    }
  }

  private boolean isPlace(String path, Per per, Said value) {
    boolean placed = per == Per.PATH || path.startsWith("provider.");
    if (!placed) {
      unsaid.add(path, value, "belongs into a provider's block");
    }
    return placed;
  }

  private void named(Scope scope, String key, Said value) {
    var kind = Wording.NAMED_LIMITS.get(key);
    if (kind == null) {
      return;
    }
    var path = scope.path() + "." + key;
    if (!(value instanceof Said.Table(var byName, _))) {
      unsaid.add(path, value, "is no table of limits by name");
      return;
    }
    byName.forEach(
        (name, one) -> {
          var rule =
              new Lines()
                  .where(scope.selector())
                  .with("group", Yaml.scalar(group(path, name, kind, one)));
          if (bound(rule, path + "." + name, kind, one)) {
            limits.add(rule.flow());
          }
        });
  }

  /** A group counts together, and so has one bound of a kind: another is another group's. */
  private String group(String path, String name, Kind kind, Said value) {
    var bound = bound(kind, value);
    var first = named.putIfAbsent(kind.word() + " " + name, new First(bound, value.at()));
    if (first == null || first.bound().equals(bound)) {
      return groups.of(name);
    }
    unsaid.add(
        path + "." + name,
        value,
        "is another limit than that of the same name ("
            + first.at()
            + "), and a group has one: it becomes a group of its own, and where the other is for"
            + " this mail too, both hold");
    return groups.of(kind.word() + " " + bound + " " + name, name);
  }

  private static String bound(Kind kind, Said value) {
    return kind.isRate()
        ? Pace.of(value)
            .flatMap(pace -> pace.asLimit().map(rate -> rate.text() + " " + pace.atOnce()))
            .orElse("")
        : Count.of(value).map(count -> Long.toString(count.most())).orElse("");
  }

  private boolean bound(Lines rule, String path, Kind kind, Said value) {
    return kind.isRate() ? rate(rule, path, kind, value) : count(rule, path, kind, value);
  }

  private boolean count(Lines rule, String path, Kind kind, Said value) {
    var count = Count.of(value);
    if (count.isEmpty()) {
      unsaid.add(path, value, "is not a number from 1");
      return false;
    }
    if (count.get().local()) {
      unsaid.add(path, value, EVERYWHERE);
    }
    long most = Count.within(count.get().most(), Wording.most(kind), path, value, unsaid);
    rule.with(kind.word(), Long.toString(most)).from(value.at());
    return true;
  }

  private boolean rate(Lines rule, String path, Kind kind, Said value) {
    var pace = Pace.of(value);
    var written = pace.flatMap(Pace::asLimit);
    if (pace.isEmpty() || written.isEmpty()) {
      unsaid.add(path, value, "is not a rate such as 100/min");
      return false;
    }
    if (pace.get().local()) {
      unsaid.add(path, value, EVERYWHERE);
    }
    if (!written.get().exact()) {
      rule.remark(value.print() + " is rounded down to whole ones a day");
    }
    rule.with(kind.word(), written.get().text()).from(value.at());
    if (kind == Kind.MESSAGE_RATE) {
      rule.with("burst", Long.toString(Math.min(pace.get().atOnce(), Wording.LARGEST)));
    } else if (pace.get().burst() > 0) {
      unsaid.add(path, value, "only rates of messages have a burst");
    }
    return true;
  }

  private void servers(Scope scope, Map<String, Said> params) {
    var rule = new Lines().where(scope.selector());
    boolean any = false;
    for (var param : params.entrySet()) {
      any |= manner(rule, scope.path() + "." + param.getKey(), param.getKey(), param.getValue());
    }
    if (any) {
      servers.add(rule.flow());
    }
  }

  private boolean manner(Lines rule, String path, String key, Said value) {
    var time = Wording.TIMES.get(key);
    if (time != null) {
      var span = Spans.of(value);
      span.ifPresentOrElse(
          length -> {
            var taken = Spans.within(length, Wording.longest(time), path, value, unsaid);
            rule.with(time.word(), Durations.print(taken)).from(value.at());
          },
          () -> unsaid.add(path, value, "is not a length of time such as 30s"));
      return span.isPresent();
    }
    return switch (key) {
      case Wording.TLS -> tls(rule, path, value);
      case Wording.FAILURES -> failures(rule, path, value);
      default -> false;
    };
  }

  private boolean failures(Lines rule, String path, Said value) {
    var count = Count.of(value);
    count.ifPresentOrElse(
        failures -> {
          long most = Count.within(failures.most(), MOST_FAILURES, path, value, unsaid);
          rule.with(Manner.FAILURES_BEFORE_DELAY.word(), Long.toString(most)).from(value.at());
        },
        () -> unsaid.add(path, value, "is not a number from 1"));
    return count.isPresent();
  }

  private boolean tls(Lines rule, String path, Said value) {
    var asked = value instanceof Said.Text(var text, _) ? text : "";
    var written =
        switch (asked) {
          case "Disabled" -> "none";
          case "Required" -> "required";
          case "Opportunistic", "OpportunisticInsecure", "RequiredInsecure" -> "opportunistic";
          default -> "";
        };
    if (written.isEmpty()) {
      unsaid.add(path, value, "is no way to use TLS");
      return false;
    }
    if (asked.equals("Opportunistic")) {
      rule.remark("opportunistic does not check certificates here");
    } else if (asked.equals("RequiredInsecure")) {
      unsaid.add(
          path,
          value,
          "required checks certificates here, so this is opportunistic: TLS wherever it is"
              + " offered");
    }
    rule.with(Manner.TLS.word(), written).from(value.at());
    return true;
  }
}
