package milena.policy.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import milena.policy.Applied;
import milena.policy.Manner;
import milena.policy.MannerRule;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Pool;
import milena.policy.Selector;
import milena.policy.Source;
import milena.policy.Traffic;

/** Which values hold for some traffic, and which line of the document says so. */
public final class Explain {
  private static final String NO_POOL = "none: no particular source";

  private final Policy policy;
  private final Traffic traffic;
  private final BuiltIn builtIn;
  private final List<String> sources;
  private final List<Effective> found = new ArrayList<>();

  private Explain(Policy policy, Traffic asked, BuiltIn builtIn) {
    this.policy = policy;
    this.builtIn = builtIn;
    var pool = policy.pool(asked);
    this.traffic = asked.pool().isEmpty() ? asked.withPool(pool.map(Pool::name).orElse("")) : asked;
    var chosen = policy.pools().get(traffic.pool());
    this.sources =
        !asked.source().isEmpty() || chosen == null
            ? List.of(asked.source())
            : List.copyOf(new TreeSet<>(chosen.weights().keySet()));
  }

  /**
   * Returns every value that holds.
   *
   * @param traffic what is known of it; without a pool, the policy chooses one, and without a
   *     source it is answered for each of the pool's
   */
  public static List<Effective> of(Policy policy, Traffic traffic, BuiltIn builtIn) {
    var explain = new Explain(policy, traffic, builtIn);
    explain.way();
    explain.limits();
    explain.servers();
    explain.retry();
    explain.rest();
    return explain.found;
  }

  private void way() {
    policy.providers().stream()
        .filter(provider -> provider.name().equals(traffic.provider()))
        .findFirst()
        .ifPresentOrElse(
            provider -> add(Sections.PROVIDERS, "provider", provider.name(), provider.place()),
            () -> add(Sections.PROVIDERS, "provider", "none", Place.BUILT_IN));
    policy.poolRules().stream()
        .filter(rule -> rule.where().matches(traffic.withPool("").withSource("")))
        .findFirst()
        .ifPresentOrElse(
            rule -> add(Sections.CHOOSE_POOL, "pool", rule.pool(), rule.place()),
            () -> add(Sections.CHOOSE_POOL, "pool", NO_POOL, Place.BUILT_IN));
    var pool = policy.pools().get(traffic.pool());
    if (pool != null) {
      new TreeMap<>(pool.weights())
          .forEach(
              (name, weight) ->
                  add(Sections.POOLS, "source " + name, "weight " + weight, pool.place()));
    }
  }

  private void limits() {
    var lines = new LinkedHashMap<Effective, List<String>>();
    for (var source : sources) {
      var said = applied(source);
      said.forEach(limit -> note(lines, source, line(limit)));
      builtIn.perSite().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .filter(
              one ->
                  said.stream()
                      .noneMatch(limit -> limit.kind() == one.getKey() && isInItsPlace(limit)))
          .forEach(
              one ->
                  note(
                      lines,
                      source,
                      effective(
                          Sections.LIMITS,
                          one.getKey().word() + " " + Written.per(Per.SITE, ""),
                          Written.bound(one.getKey(), one.getValue()),
                          Place.BUILT_IN)));
    }
    addAll(lines);
  }

  /** Whether what is built in of its kind does not hold beside this limit. */
  private static boolean isInItsPlace(Applied limit) {
    return switch (limit.kind()) {
      case CONNECTIONS -> limit.per() == Per.SITE || limit.per() == Per.PATH;
      case MESSAGES_PER_CONNECTION, RECIPIENTS_PER_TRANSACTION -> true;
      case CONNECTION_RATE, MESSAGE_RATE, OUTSTANDING -> limit.per() == Per.SITE;
    };
  }

  /** Mail without a source is that of one more source, as the worker and the shaper count it. */
  private Traffic from(String source) {
    return traffic.withSource(source.isEmpty() ? Source.UNNAMED : source);
  }

  /** What holds for a connection is asked without what its messages alone tell. */
  private List<Applied> applied(String source) {
    var from = from(source);
    var limits = new ArrayList<Applied>();
    policy.limits(from).stream()
        .filter(limit -> !LimitKeys.ofConnections(limit.kind()))
        .forEach(limits::add);
    policy.limits(from.onConnections()).stream()
        .filter(limit -> LimitKeys.ofConnections(limit.kind()))
        .forEach(limits::add);
    return limits.stream()
        .filter(limit -> LimitKeys.kept(limit.kind()).contains(limit.per()))
        .sorted(Comparator.comparing(Applied::kind).thenComparing(Applied::per))
        .toList();
  }

  private static Effective line(Applied limit) {
    var which =
        limit.per() == Per.GROUP
            ? Written.per(limit.per(), limit.key())
            : Written.per(limit.per(), "") + " (" + limit.key() + ")";
    return effective(
        Sections.LIMITS,
        limit.kind().word() + " " + which,
        Written.bound(limit.kind(), limit.bound()),
        limit.place());
  }

  private void servers() {
    var lines = new LinkedHashMap<Effective, List<String>>();
    for (var manner : Manner.values()) {
      for (var source : sources) {
        var path = from(source).onConnections();
        var said =
            policy.manners().stream()
                .filter(rule -> rule.values().containsKey(manner) && rule.where().matches(path))
                .reduce(Explain::narrower);
        var value =
            said.map(rule -> rule.values().get(manner)).orElse(builtIn.manners().get(manner));
        if (value != null) {
          note(
              lines,
              source,
              effective(
                  Sections.SERVERS,
                  manner.word(),
                  Written.manner(manner, value),
                  said.map(MannerRule::place).orElse(Place.BUILT_IN)));
        }
      }
    }
    addAll(lines);
  }

  private static MannerRule narrower(MannerRule old, MannerRule other) {
    return other.where().narrowness() >= old.where().narrowness() ? other : old;
  }

  private void retry() {
    var plain = policy.retry(traffic, "");
    add(
        Sections.RETRY,
        "schedule",
        text(Written.schedule(plain.isPresent() ? plain.get().schedule() : builtIn.retry())),
        plain.isPresent() ? plain.get().place() : Place.BUILT_IN);
    var classes = new TreeSet<String>();
    policy.retries().forEach(rule -> classes.addAll(rule.classes()));
    for (var name : classes) {
      policy
          .retry(traffic, name)
          .filter(rule -> rule.classes().contains(name))
          .ifPresent(
              rule ->
                  add(
                      Sections.RETRY,
                      "schedule after " + name,
                      text(Written.schedule(rule.schedule())),
                      rule.place()));
    }
  }

  private void rest() {
    policy
        .hours(traffic)
        .ifPresentOrElse(
            hours -> add(Sections.HOURS, "hours", text(Written.hours(hours)), hours.place()),
            () -> add(Sections.HOURS, "hours", "always", Place.BUILT_IN));
    for (var reaction : policy.reactions()) {
      if (listens(reaction.where())) {
        add(
            Sections.REACTIONS,
            reaction.name(),
            text(Written.reaction(reaction)),
            reaction.place());
      }
    }
    for (var warming : policy.warmUps()) {
      boolean here =
          warming.providers().isEmpty() || warming.providers().contains(traffic.provider());
      if (here && sources.contains(warming.source())) {
        add(
            Sections.WARM_UP,
            "source " + warming.source(),
            "from " + warming.from() + " for " + warming.perDay().size() + " days",
            warming.place());
      }
    }
    var place =
        policy.shares().stream()
            .filter(share -> share.where().matches(traffic))
            .reduce(
                (old, other) ->
                    other.where().narrowness() >= old.where().narrowness() ? other : old);
    add(
        Sections.SHARES,
        "weight",
        Integer.toString(policy.weight(traffic)),
        place.isPresent() ? place.get().place() : Place.BUILT_IN);
  }

  private boolean listens(Selector where) {
    return sources.stream().anyMatch(source -> where.matches(traffic.withSource(source)));
  }

  private static String text(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + " " + value.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Effective effective(Section section, String setting, String value, Place place) {
    return new Effective(section.name(), setting, value, place, List.of());
  }

  private static void note(Map<Effective, List<String>> lines, String source, Effective line) {
    lines.computeIfAbsent(line, _ -> new ArrayList<>()).add(source);
  }

  private void addAll(Map<Effective, List<String>> lines) {
    lines.forEach(
        (line, from) ->
            found.add(
                from.size() == sources.size()
                    ? line
                    : new Effective(
                        line.section(), line.setting(), line.value(), line.place(), from)));
  }

  private void add(Section section, String setting, String value, Place place) {
    found.add(effective(section, setting, value, place));
  }
}
