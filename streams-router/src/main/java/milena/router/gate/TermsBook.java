package milena.router.gate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.policy.Applied;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Pool;
import milena.policy.Source;
import milena.policy.Traffic;
import org.jspecify.annotations.Nullable;

/** What holds for which traffic under one version of the policy, looked up once for each. */
final class TermsBook {
  private static final int MOST = 20_000;
  private static final int DAY_BITS = 20;
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
  private Minded minded;
  private LocalDate today = LocalDate.EPOCH;
  private int generation = 1;

  TermsBook(Gates gates, Effects effects, Optional<Bound> builtInRate, Policy policy) {
    this.gates = gates;
    this.effects = effects;
    this.builtInRate = builtInRate;
    this.policy = policy;
    this.minded = Minded.by(policy);
  }

  Policy policy() {
    return policy;
  }

  int generation() {
    return generation;
  }

  Minded minded() {
    return minded;
  }

  /** Another version is in force. */
  void become(Policy newest) {
    policy = newest;
    minded = Minded.by(newest);
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

  /**
   * What holds for mail.
   *
   * @param mx hosts of its site; null while they are not known: then it is as {@code asked} says
   */
  Terms terms(Traffic asked, @Nullable List<String> mx, long now) {
    var found = known.get(asked);
    if (found == null || found.generation() != generation || found.isForgotten()) {
      found = lookUp(asked, mx, now);
      known.put(asked, found);
    }
    return found;
  }

  private Terms lookUp(Traffic asked, @Nullable List<String> mx, long now) {
    var told = policy.provider(asked.domain(), mx == null ? List.of() : mx);
    var provider = mx == null && told.isEmpty() ? asked.provider() : told;
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
    var paths = new LinkedHashMap<String, List<Applied>>();
    var weights = pool.map(Pool::weights).orElse(SYSTEMS_CHOICE);
    weights.keySet().forEach(source -> paths.put(source, limits(path(traffic, source))));
    var shared = shared(paths.values());
    var whole = new ArrayList<Gate>();
    shared.forEach(limit -> whole.add(gate(limit, now)));
    addReactions(whole, List.of(Per.SITE, Per.TENANT_AND_SITE, Per.CAMPAIGN), traffic, shared, now);
    var choices = new ArrayList<Rotation.Choice>();
    paths.forEach(
        (source, limits) -> {
          limits.removeAll(shared);
          choices.add(
              new Rotation.Choice(
                  source,
                  weights.getOrDefault(source, 1),
                  own(path(traffic, source), limits, now)));
        });
    return new Terms(
        traffic,
        whole,
        new Rotation(choices, asked.hashCode()),
        policy.hours(traffic).orElse(null),
        policy.weight(traffic),
        generation);
  }

  private static Traffic path(Traffic traffic, String source) {
    return traffic.withSource(source.isEmpty() ? Source.UNNAMED : source);
  }

  /** What the shaper keeps of the limits on one path. */
  private List<Applied> limits(Traffic path) {
    var limits = new ArrayList<Applied>();
    boolean rated = false;
    for (var limit : policy.limits(path)) {
      if (Gates.isKeptHere(limit.kind())) {
        limits.add(limit);
        rated |= limit.per() == Per.SITE && limit.kind() == Kind.MESSAGE_RATE;
      }
    }
    if (!rated && builtInRate.isPresent()) {
      limits.add(
          new Applied(Per.SITE, path.site(), Kind.MESSAGE_RATE, builtInRate.get(), Place.BUILT_IN));
    }
    return limits;
  }

  /** What holds whatever the source is; asked before one is chosen. */
  private static List<Applied> shared(Collection<List<Applied>> paths) {
    var shared = new ArrayList<>(paths.iterator().next());
    shared.removeIf(limit -> limit.per() == Per.PATH || limit.per() == Per.SOURCE_AND_PROVIDER);
    paths.forEach(shared::retainAll);
    return shared;
  }

  /** What only that passes which leaves from this source. */
  private List<Gate> own(Traffic path, List<Applied> limits, long now) {
    var own = new ArrayList<Gate>();
    limits.forEach(limit -> own.add(gate(limit, now)));
    ShutPaths.add(own, policy, path);
    addWarmUp(own, path, now);
    addReactions(own, List.of(Per.PATH), path, limits, now);
    return own;
  }

  /** A warm-up's bounds are others each day, so the day is part of what is the newer. */
  private Gate gate(Applied limit, long now) {
    return gates.of(limit, ((long) policy.version() << DAY_BITS) + today.toEpochDay(), now);
  }

  /** The pool that was asked for, if there is one of that name; else the policy's. */
  private Optional<Pool> pool(Traffic traffic) {
    var asked = policy.pools().get(traffic.pool());
    return asked == null ? policy.pool(traffic) : Optional.of(asked);
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

  /**
   * Suspensions, and limits that reactions have lowered where the policy has none.
   *
   * @param limits that the traffic has already: their gates are lowered themselves
   */
  private void addReactions(
      List<Gate> into, List<Per> pers, Traffic traffic, List<Applied> limits, long now) {
    if (policy.reactions().isEmpty() && effects.isEmpty()) {
      return;
    }
    for (var per : pers) {
      var key = Suspensions.key(per, traffic);
      if (!key.isEmpty()) {
        into.add(gates.barrier(per, key, now));
        for (var lowered : gates.loweredFor(per, key, now)) {
          if (limits.stream().noneMatch(limit -> isOfSame(limit, lowered))) {
            into.add(gate(lowered, now));
          }
        }
      }
    }
  }

  private static boolean isOfSame(Applied limit, Applied lowered) {
    return limit.per() == lowered.per()
        && limit.kind() == lowered.kind()
        && limit.key().equals(lowered.key());
  }
}
