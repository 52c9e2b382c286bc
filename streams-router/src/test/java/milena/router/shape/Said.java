package milena.router.shape;

import com.google.re2j.Pattern;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import milena.policy.Bound;
import milena.policy.Hours;
import milena.policy.Kind;
import milena.policy.LimitRule;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Pool;
import milena.policy.PoolRule;
import milena.policy.Provider;
import milena.policy.Reaction;
import milena.policy.RetryRule;
import milena.policy.Selector;
import milena.policy.Share;
import milena.policy.Source;
import milena.policy.WarmUp;

/** A policy that a test says rule by rule. */
final class Said {
  private final Map<String, Source> sources = new HashMap<>();
  private final Map<String, Pool> pools = new HashMap<>();
  private final List<PoolRule> poolRules = new ArrayList<>();
  private final List<LimitRule> limits = new ArrayList<>();
  private final List<RetryRule> retries = new ArrayList<>();
  private final List<Hours> hours = new ArrayList<>();
  private final List<Reaction> reactions = new ArrayList<>();
  private final List<Share> shares = new ArrayList<>();
  private final List<Provider> providers = new ArrayList<>();
  private final List<WarmUp> warmUps = new ArrayList<>();

  static Selector tenant(String... names) {
    return new Selector(
        List.of(names), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
  }

  static Selector campaign(String name) {
    return new Selector(
        List.of(), List.of(name), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
  }

  Said limit(Per per, Selector where, Kind kind, Bound bound) {
    limits.add(new LimitRule(per, "", where, Map.of(kind, bound), Place.BUILT_IN));
    return this;
  }

  Said group(String name, Selector where, Kind kind, Bound bound) {
    limits.add(new LimitRule(Per.GROUP, name, where, Map.of(kind, bound), Place.BUILT_IN));
    return this;
  }

  Said pool(String name, Map<String, Integer> weights) {
    weights
        .keySet()
        .forEach(each -> sources.put(each, new Source(each, "", "", 0, null, Place.BUILT_IN)));
    pools.put(name, new Pool(name, weights, Place.BUILT_IN));
    poolRules.add(new PoolRule(Selector.ALL, name, Place.BUILT_IN));
    return this;
  }

  Said share(String tenant, int weight) {
    shares.add(new Share(tenant(tenant), weight, Place.BUILT_IN));
    return this;
  }

  Said retry(String replyClass, RetryRule.Schedule schedule) {
    retries.add(new RetryRule(Selector.ALL, List.of(replyClass), schedule, Place.BUILT_IN));
    return this;
  }

  Said daily(LocalTime from, LocalTime to) {
    return hours(EnumSet.allOf(DayOfWeek.class), from, to, ZoneOffset.UTC);
  }

  Said hours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    hours.add(
        new Hours(Selector.ALL, List.of(new Hours.Span(days, from, to)), zone, Place.BUILT_IN));
    return this;
  }

  /** A provider whose sites are those of one domain. */
  Said provider(String name, String domain) {
    providers.add(new Provider(name, List.of(), List.of(), List.of(domain), Place.BUILT_IN));
    return this;
  }

  Said warmUp(String source, List<String> to, LocalDate from, Long... perDay) {
    warmUps.add(new WarmUp(source, to, from, List.of(perDay), Place.BUILT_IN));
    return this;
  }

  Said when(String pattern, int times, long withinMs, long lastingMs, Reaction.Act act) {
    reactions.add(
        new Reaction(
            "r" + reactions.size(),
            Selector.ALL,
            List.of(Pattern.compile(pattern)),
            List.of(),
            times,
            withinMs,
            List.of(act),
            lastingMs,
            Place.BUILT_IN));
    return this;
  }

  Policy policy() {
    return new Policy(
        7, sources, pools, poolRules, providers, limits, List.of(), retries, hours, reactions,
        warmUps, shares);
  }
}
