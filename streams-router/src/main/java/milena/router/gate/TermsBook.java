package milena.router.gate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import milena.policy.Applied;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Pool;
import milena.policy.Source;
import milena.policy.Traffic;

/** What holds for which traffic under one version of the policy, looked up once for each. */
final class TermsBook {
  private static final int MOST = 20_000;
  private static final Map<String, Integer> SYSTEMS_CHOICE = Map.of("", 1);

  private final Gates gates;
  private final Effects effects;
  private final Optional<Bound> builtInRate;
  private final Map<Traffic, Terms> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Traffic, Terms> eldest) {
          return size() > MOST;
        }
      };
  private Policy policy;
  private boolean byMessage;
  private LocalDate today = LocalDate.EPOCH;
  private int generation = 1;

  TermsBook(Gates gates, Effects effects, Optional<Bound> builtInRate, Policy policy) {
    this.gates = gates;
    this.effects = effects;
    this.builtInRate = builtInRate;
    this.policy = policy;
    this.byMessage = policy.mindsMessages();
  }

  Policy policy() {
    return policy;
  }

  int generation() {
    return generation;
  }

  boolean differByMessage() {
    return byMessage;
  }

  /** Another version is in force. */
  void become(Policy newest) {
    policy = newest;
    byMessage = newest.mindsMessages();
    forget();
  }

  /** It is this day, by which sources are warmed up. */
  void on(LocalDate day) {
    boolean other = !day.equals(today) && !policy.warmUps().isEmpty();
    today = day;
    if (other) {
      forget();
    }
  }

  /** Whatever was looked up no longer holds. */
  void forget() {
    generation++;
    known.clear();
  }

  Terms terms(Traffic asked, List<String> mx, long now) {
    var found = known.get(asked);
    if (found == null || found.generation() != generation || found.isForgotten()) {
      found = lookUp(asked, mx, now);
      known.put(asked, found);
    }
    return found;
  }

  private Terms lookUp(Traffic asked, List<String> mx, long now) {
    var provider = policy.provider(asked.domain(), mx);
    var placed =
        new Traffic(
            asked.tenant(),
            asked.campaign(),
            asked.domain(),
            asked.site(),
            provider,
            asked.pool(),
            "",
            asked.meta());
    var pool = pool(placed);
    var traffic = placed.withPool(pool.map(Pool::name).orElse(asked.pool()));
    var whole = new ArrayList<Gate>();
    boolean rated = false;
    var limits = policy.limits(traffic);
    for (var limit : limits) {
      if (Gates.isKeptHere(limit.kind())) {
        whole.add(gate(limit, now));
        rated |= limit.per() == Per.SITE && limit.kind() == Kind.MESSAGE_RATE;
      }
    }
    if (!rated && builtInRate.isPresent()) {
      whole.add(
          gate(
              new Applied(
                  Per.SITE, asked.site(), Kind.MESSAGE_RATE, builtInRate.get(), Place.BUILT_IN),
              now));
    }
    addReactions(whole, List.of(Per.SITE, Per.TENANT_AND_SITE, Per.CAMPAIGN), traffic, now);
    return new Terms(
        traffic,
        whole,
        new Rotation(
            choices(pool.map(Pool::weights).orElse(SYSTEMS_CHOICE), traffic, names(limits), now)),
        policy.hours(traffic).orElse(null),
        policy.weight(traffic),
        generation);
  }

  private Gate gate(Applied limit, long now) {
    return gates.of(limit, policy.version(), now);
  }

  /** The pool that was asked for, if there is one of that name; else the policy's. */
  private Optional<Pool> pool(Traffic traffic) {
    var asked = policy.pools().get(traffic.pool());
    return asked == null ? policy.pool(traffic) : Optional.of(asked);
  }

  private static Set<Gates.Name> names(List<Applied> limits) {
    return limits.stream().map(Gates.Name::of).collect(Collectors.toSet());
  }

  /**
   * The sources, each with the gates that are its own.
   *
   * @param whole what all of the traffic passes already
   */
  private List<Rotation.Choice> choices(
      Map<String, Integer> weights, Traffic traffic, Set<Gates.Name> whole, long now) {
    var choices = new ArrayList<Rotation.Choice>();
    weights.forEach(
        (source, weight) -> {
          var path = traffic.withSource(source.isEmpty() ? Source.UNNAMED : source);
          var own = new ArrayList<Gate>();
          for (var limit : policy.limits(path)) {
            if (Gates.isKeptHere(limit.kind()) && !whole.contains(Gates.Name.of(limit))) {
              own.add(gate(limit, now));
            }
          }
          addWarmUp(own, path, now);
          addReactions(own, List.of(Per.PATH), path, now);
          choices.add(new Rotation.Choice(source, weight, own));
        });
    return choices;
  }

  /** A source that is being warmed up sends so much today, evenly; the others send the rest. */
  private void addWarmUp(List<Gate> into, Traffic path, long now) {
    for (var plan : policy.warmUps()) {
      boolean here = plan.providers().isEmpty() || plan.providers().contains(path.provider());
      if (plan.source().equals(path.source()) && here) {
        WarmUps.limit(plan, path.provider(), today).ifPresent(limit -> into.add(gate(limit, now)));
      }
    }
  }

  /** Suspensions, and limits that reactions have lowered where the policy has none. */
  private void addReactions(List<Gate> into, List<Per> pers, Traffic traffic, long now) {
    if (policy.reactions().isEmpty() && effects.isEmpty()) {
      return;
    }
    for (var per : pers) {
      var key = Suspensions.key(per, traffic);
      if (!key.isEmpty()) {
        into.add(gates.barrier(per, key, now));
        for (var limit : gates.loweredFor(per, key, now)) {
          var gate = gate(limit, now);
          if (!into.contains(gate)) {
            into.add(gate);
          }
        }
      }
    }
  }
}
