package milena.policy.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import milena.policy.Manner;
import milena.policy.MannerRule;
import milena.policy.Place;
import milena.policy.Policy;

/** Everything that a policy says, each with what tells it from the others. */
final class Outline {

  /** Sections in which it matters what stands first. */
  static final Set<String> ORDERED = Set.of(Sections.CHOOSE_POOL.name(), Sections.PROVIDERS.name());

  private final List<Item> items = new ArrayList<>();

  /**
   * One thing that is said.
   *
   * @param section where
   * @param about its name, or which traffic it is for
   * @param values what is said, by key
   */
  record Item(String section, String about, Map<String, String> values, Place place) {}

  private Outline() {}

  static List<Item> of(Policy policy) {
    var outline = new Outline();
    outline.ways(policy);
    outline.rules(policy);
    outline.others(policy);
    return outline.items;
  }

  private void ways(Policy policy) {
    new TreeMap<>(policy.sources())
        .forEach(
            (name, source) -> add(Sections.SOURCES, name, Written.source(source), source.place()));
    new TreeMap<>(policy.pools())
        .forEach(
            (name, pool) -> {
              var weights = new TreeMap<String, String>();
              pool.weights()
                  .forEach((source, weight) -> weights.put(source, Integer.toString(weight)));
              add(Sections.POOLS, name, weights, pool.place());
            });
    for (var rule : policy.poolRules()) {
      add(
          Sections.CHOOSE_POOL,
          Written.selector(rule.where()),
          Map.of(Keys.CHOSEN_POOL.name(), rule.pool()),
          rule.place());
    }
    for (var provider : policy.providers()) {
      var values = new LinkedHashMap<String, String>();
      Written.put(values, Keys.MX_SUFFIX, String.join(" ", provider.suffixes()));
      Written.put(values, Keys.MX_HOST, String.join(" ", provider.hosts()));
      Written.put(values, Keys.PROVIDED_DOMAIN, String.join(" ", provider.domains()));
      add(Sections.PROVIDERS, provider.name(), values, provider.place());
    }
  }

  private void rules(Policy policy) {
    for (var rule : policy.limits()) {
      add(
          Sections.LIMITS,
          Written.per(rule.per(), rule.group()) + ", " + Written.selector(rule.where()),
          Written.bounds(rule.bounds()),
          rule.place());
    }
    for (var rule : policy.manners()) {
      add(Sections.SERVERS, Written.selector(rule.where()), manners(rule), rule.place());
    }
    for (var rule : policy.retries()) {
      var classes = rule.classes().isEmpty() ? "" : ", class " + String.join("|", rule.classes());
      add(
          Sections.RETRY,
          Written.selector(rule.where()) + classes,
          Written.schedule(rule.schedule()),
          rule.place());
    }
  }

  private static Map<String, String> manners(MannerRule rule) {
    var values = new LinkedHashMap<String, String>();
    for (var manner : Manner.values()) {
      var value = rule.values().get(manner);
      if (value != null) {
        values.put(manner.word(), Written.manner(manner, value));
      }
    }
    return values;
  }

  private void others(Policy policy) {
    for (var rule : policy.hours()) {
      add(Sections.HOURS, Written.selector(rule.where()), Written.hours(rule), rule.place());
    }
    for (var reaction : policy.reactions()) {
      add(Sections.REACTIONS, reaction.name(), Written.reaction(reaction), reaction.place());
    }
    for (var warming : policy.warmUps()) {
      var values = new LinkedHashMap<String, String>();
      values.put(Keys.FIRST_DAY.name(), warming.from().toString());
      values.put(
          Keys.PER_DAY.name(),
          warming.perDay().stream().map(String::valueOf).collect(Collectors.joining(" ")));
      var providers =
          warming.providers().isEmpty()
              ? ""
              : ", provider " + String.join("|", warming.providers());
      add(Sections.WARM_UP, "source " + warming.source() + providers, values, warming.place());
    }
    for (var share : policy.shares()) {
      add(
          Sections.SHARES,
          Written.selector(share.where()),
          Map.of(Keys.WEIGHT.name(), Integer.toString(share.weight())),
          share.place());
    }
  }

  private void add(Section section, String about, Map<String, String> values, Place place) {
    items.add(new Item(section.name(), about, values, place));
  }
}
