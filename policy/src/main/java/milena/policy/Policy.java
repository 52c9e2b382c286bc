package milena.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One version of the policy. Immutable, and safe for use by several threads. Where several rules
 * say something of the same, the narrowest says it, and of equals the last.
 *
 * @param version 0 while there is none
 */
public record Policy(
    int version,
    Map<String, Source> sources,
    Map<String, Pool> pools,
    List<PoolRule> poolRules,
    List<Provider> providers,
    List<LimitRule> limits,
    List<MannerRule> manners,
    List<RetryRule> retries,
    List<Hours> hours,
    List<Reaction> reactions,
    List<WarmUp> warmUps,
    List<Share> shares) {

  /** Says nothing: what is built in holds. */
  public static final Policy NONE =
      new Policy(
          0, Map.of(), Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of(), List.of(), List.of());

  /** Copies. */
  public Policy {
    sources = Map.copyOf(sources);
    pools = Map.copyOf(pools);
    poolRules = List.copyOf(poolRules);
    providers = List.copyOf(providers);
    limits = List.copyOf(limits);
    manners = List.copyOf(manners);
    retries = List.copyOf(retries);
    hours = List.copyOf(hours);
    reactions = List.copyOf(reactions);
    warmUps = List.copyOf(warmUps);
    shares = List.copyOf(shares);
  }

  /** The same under a version's number. */
  public Policy as(int number) {
    return new Policy(
        number, sources, pools, poolRules, providers, limits, manners, retries, hours, reactions,
        warmUps, shares);
  }

  /**
   * Returns whose servers these are: the first provider that has them; empty when none has.
   *
   * @param mx the MX hosts; empty where the domain has a route of its own
   */
  public String provider(String domain, List<String> mx) {
    return providers.stream()
        .filter(provider -> provider.has(domain, mx))
        .map(Provider::name)
        .findFirst()
        .orElse("");
  }

  /** Returns the pool that this mail leaves from; empty for no particular source. */
  public Optional<Pool> pool(Traffic traffic) {
    return poolRules.stream()
        .filter(rule -> rule.where().matches(traffic))
        .findFirst()
        .map(rule -> pools.get(rule.pool()));
  }

  /**
   * Returns every limit that holds for this traffic: for each of {@link Per} its own, by the
   * narrowest rule. What that rule is for counts towards it alone, and not towards a wider one.
   */
  public List<Applied> limits(Traffic traffic) {
    record Slot(Per per, String key, Kind kind) {}
    var best = new LinkedHashMap<Slot, LimitRule>();
    for (var rule : limits) {
      var key = rule.per() == Per.GROUP ? rule.group() : rule.per().key(traffic);
      if (!key.isEmpty() && rule.where().matches(traffic)) {
        for (var kind : rule.bounds().keySet()) {
          best.merge(
              new Slot(rule.per(), key, kind),
              rule,
              (old, other) -> other.where().narrowness() >= old.where().narrowness() ? other : old);
        }
      }
    }
    var applied = new ArrayList<Applied>();
    best.forEach(
        (slot, rule) -> {
          var bound = rule.bounds().get(slot.kind());
          if (bound != null) {
            var scope = slot.per() == Per.GROUP ? "" : rule.where().word();
            applied.add(
                new Applied(slot.per(), slot.key(), slot.kind(), bound, scope, rule.place()));
          }
        });
    return applied;
  }

  /** Returns how the servers of this path are treated, by what was said of it. */
  public Map<Manner, String> manners(Traffic traffic) {
    var values = new LinkedHashMap<Manner, String>();
    manners.stream()
        .filter(rule -> rule.where().matches(traffic))
        .sorted((a, b) -> Integer.compare(a.where().narrowness(), b.where().narrowness()))
        .forEach(rule -> values.putAll(rule.values()));
    return values;
  }

  /**
   * Returns the rule for mail that was deferred.
   *
   * @param replyClass the class of the reply, as events name it; empty before any
   */
  public Optional<RetryRule> retry(Traffic traffic, String replyClass) {
    return narrowest(
        retries,
        rule ->
            (rule.classes().isEmpty() || rule.classes().contains(replyClass))
                && rule.where().matches(traffic),
        rule -> 2 * rule.where().narrowness() + (rule.classes().isEmpty() ? 0 : 1));
  }

  /** Returns the hours in which this mail may leave; empty for always. */
  public Optional<Hours> hours(Traffic traffic) {
    return narrowest(
        hours, rule -> rule.where().matches(traffic), rule -> rule.where().narrowness());
  }

  /** Returns how large this mail's part is among the tenants of its site, from 1. */
  public int weight(Traffic traffic) {
    return narrowest(
            shares, rule -> rule.where().matches(traffic), rule -> rule.where().narrowness())
        .map(Share::weight)
        .orElse(1);
  }

  /** The narrowest of those that match, and of equals the last. */
  private static <R> Optional<R> narrowest(
      List<R> rules, Predicate<R> matches, ToIntFunction<R> narrowness) {
    return rules.stream()
        .filter(matches)
        .reduce(
            (one, other) ->
                narrowness.applyAsInt(other) >= narrowness.applyAsInt(one) ? other : one);
  }

  /** Whether it depends on the recipient's domain, and not only on its site, if one may leave. */
  public boolean mindsDomains() {
    return providers.stream().anyMatch(provider -> !provider.domains().isEmpty())
        || selectors().anyMatch(where -> !where.domains().isEmpty());
  }

  /** Which of what senders attach matters to whether a message may leave. */
  public Set<String> mindedMeta() {
    return selectors().flatMap(where -> where.meta().keySet().stream()).collect(Collectors.toSet());
  }

  /** Whether a site's provider depends on its hosts. */
  public boolean mindsHosts() {
    return providers.stream()
        .anyMatch(provider -> !provider.hosts().isEmpty() || !provider.suffixes().isEmpty());
  }

  /** Whether anything at all depends on what senders attach. */
  public boolean mindsMeta() {
    return Stream.concat(
            selectors(),
            Stream.of(
                    manners.stream().map(MannerRule::where),
                    retries.stream().map(RetryRule::where),
                    reactions.stream().map(Reaction::where))
                .flatMap(each -> each))
        .anyMatch(where -> !where.meta().isEmpty());
  }

  /** Of the rules that say whether a message may leave. */
  private Stream<Selector> selectors() {
    return Stream.of(
            poolRules.stream().map(PoolRule::where),
            limits.stream().map(LimitRule::where),
            hours.stream().map(Hours::where),
            shares.stream().map(Share::where))
        .flatMap(each -> each);
  }
}
