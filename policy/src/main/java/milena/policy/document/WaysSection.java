package milena.policy.document;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Pool;
import milena.policy.PoolRule;
import milena.policy.Provider;
import milena.policy.Selector;
import milena.policy.Source;
import milena.policy.document.Names.What;
import org.jspecify.annotations.Nullable;

/** Where mail leaves from and whose servers it goes to: what has a name. */
final class WaysSection {
  private static final Form<Integer> WEIGHT = Form.whole(1, 1_000_000).as(Long::intValue);

  private final Reading reading;
  private final Findings findings;
  private @Nullable Place everything;

  WaysSection(Reading reading) {
    this.reading = reading;
    this.findings = reading.findings();
  }

  Map<String, Source> sources(Map<String, Part.At> named) {
    var sources = new LinkedHashMap<String, Source>();
    named.forEach(
        (name, at) -> {
          define(What.SOURCE, name, at);
          source(name, Part.of(findings, at).only(Sections.SOURCES))
              .ifPresent(source -> sources.put(name, source));
        });
    return sources;
  }

  private Optional<Source> source(String name, Part part) {
    var address = part.one(Keys.ADDRESS).orElse("");
    var ehlo = part.one(Keys.EHLO).orElse("");
    int port = part.one(Keys.PORT).orElse(0);
    var proxy = part.one(Keys.PROXY).orElse(null);
    boolean asks = proxy instanceof Source.HaProxy;
    if (asks && !part.has(Keys.ADDRESS)) {
      findings.error(
          part.at(Keys.PROXY),
          "HAProxy's protocol says from which address to connect, and there is none",
          "add " + Keys.ADDRESS.example());
    } else if (proxy != null && !asks && part.has(Keys.ADDRESS)) {
      findings.error(
          part.at(Keys.ADDRESS),
          "contradicts the proxy: a SOCKS server chooses the address itself",
          "leave one of the two out");
    }
    return Optional.of(new Source(name, address, ehlo, port, proxy, part.place()));
  }

  Map<String, Pool> pools(Map<String, Part.At> named) {
    var pools = new LinkedHashMap<String, Pool>();
    named.forEach(
        (name, at) -> {
          define(What.POOL, name, at);
          var weights = weights(at);
          if (weights.isEmpty()) {
            findings.error(at.place(), "has no sources", "name some, or leave the pool out");
          }
          pools.put(name, new Pool(name, weights, at.place()));
        });
    return pools;
  }

  private Map<String, Integer> weights(Part.At at) {
    var weights = new LinkedHashMap<String, Integer>();
    if (at.node() instanceof Node.Listing) {
      Part.elements(at)
          .forEach(
              element ->
                  Part.scalar(findings, Forms.NAME, element)
                      .ifPresent(source -> weigh(weights, source, 1, element.place())));
    } else {
      Part.named(findings, at)
          .forEach(
              (source, weight) ->
                  weigh(
                      weights,
                      source,
                      Part.scalar(findings, WEIGHT, weight).orElse(1),
                      weight.place()));
    }
    return weights;
  }

  private void weigh(Map<String, Integer> weights, String source, int weight, Place place) {
    reading.names().use(What.SOURCE, source, place);
    if (weights.putIfAbsent(source, weight) != null) {
      findings.error(place, "names '" + source + "' a second time", "give it a weight instead");
    }
  }

  List<Provider> providers(Map<String, Part.At> named) {
    var providers = new ArrayList<Provider>();
    named.forEach(
        (name, at) -> {
          define(What.PROVIDER, name, at);
          var part = Part.of(findings, at).only(Sections.PROVIDERS);
          if (!part.has(Keys.MX_SUFFIX)
              && !part.has(Keys.MX_HOST)
              && !part.has(Keys.PROVIDED_DOMAIN)) {
            findings.error(
                at.place(),
                "nothing can be this provider's",
                "such as " + Keys.MX_SUFFIX.example());
          }
          providers.add(
              new Provider(
                  name,
                  part.many(Keys.MX_SUFFIX),
                  part.many(Keys.MX_HOST),
                  part.many(Keys.PROVIDED_DOMAIN),
                  at.place()));
        });
    HiddenProviders.tell(providers, findings);
    return providers;
  }

  private void define(What what, String name, Part.At at) {
    Part.fits(findings, Forms.NAME, name, at.place());
    reading.names().define(what, name, at.place());
  }

  Optional<PoolRule> choosePool(Part part) {
    var where = Selectors.read(reading, Sections.CHOOSE_POOL, part);
    var all = everything;
    if (all != null) {
      findings.noEffect(
          part.place(), "is never asked: " + all + " matches everything", "move it before that");
    } else {
      reading.repeats().firstWins(where, part.place());
    }
    if (where.equals(Selector.ALL) && all == null) {
      everything = part.place();
    }
    var pool = part.required(Keys.CHOSEN_POOL);
    pool.ifPresent(name -> reading.names().use(What.POOL, name, part.at(Keys.CHOSEN_POOL)));
    return pool.map(name -> new PoolRule(where, name, part.place()));
  }

  /** Says what is defined and used by nothing. */
  void unused(Policy policy) {
    Set<String> pooled = new HashSet<>();
    policy.pools().values().forEach(pool -> pooled.addAll(pool.weights().keySet()));
    reading
        .names()
        .of(What.SOURCE)
        .forEach(
            (name, place) -> {
              if (!pooled.contains(name)) {
                findings.noEffect(
                    place, "the source is in no pool", "name it in a pool, or leave it out");
              }
            });
    Set<String> chosen = new HashSet<>();
    policy.poolRules().forEach(rule -> chosen.add(rule.pool()));
    reading
        .names()
        .of(What.POOL)
        .forEach(
            (name, place) -> {
              if (!chosen.contains(name)) {
                findings.noEffect(
                    place, "no rule of choose-pool names this pool", "add one, or leave it out");
              }
            });
    for (var warming : policy.warmUps()) {
      if (policy.sources().containsKey(warming.source()) && !pooled.contains(warming.source())) {
        findings.noEffect(
            warming.place(), "the source is in no pool, so nothing warms it up", "add it to one");
      }
    }
  }
}
