package milena.router.gate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import milena.limits.lease.Permits;
import milena.policy.Applied;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
import milena.policy.Place;
import milena.policy.Policy;
import milena.policy.Pool;
import milena.policy.RetryRule;
import milena.policy.Source;
import milena.policy.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * Whether messages may leave under the policy in force. One for all partitions of a process, and of
 * their one thread. Times are ms.
 */
public final class Admissions {
  private static final int MOST_TERMS = 20_000;
  private static final long SICK_MS = 5_000;
  private static final Map<String, Integer> SYSTEMS_CHOICE = Map.of("", 1);

  private final Supplier<Policy> inForce;
  private final Optional<Bound> builtInRate;
  private final @Nullable Permits permits;
  private final Gates gates;
  private final Map<String, Long> sickUntil = new HashMap<>();
  private final Map<Traffic, Terms> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Traffic, Terms> eldest) {
          return size() > MOST_TERMS;
        }
      };
  private Policy policy;
  private boolean byMessage;
  private LocalDate today = LocalDate.EPOCH;
  private int generation = 1;

  /**
   * Nothing has passed yet.
   *
   * @param inForce the policy in force
   * @param builtInRate messages to a site, where the policy says nothing of that
   * @param permits of limits that other processes share; null when there are no others
   */
  public Admissions(
      Supplier<Policy> inForce, Optional<Bound> builtInRate, @Nullable Permits permits) {
    this.permits = permits;
    this.gates = new Gates(permits);
    this.inForce = inForce;
    this.builtInRate = builtInRate;
    this.policy = inForce.get();
    this.byMessage = policy.mindsMessages();
  }

  /** Returns the policy in force since the last {@link #timePassed}. */
  public Policy policy() {
    return policy;
  }

  /** Changes when terms that were looked up before no longer hold. */
  public int generation() {
    return generation;
  }

  /** Whether messages of one tenant and campaign at one site can have different terms. */
  public boolean differByMessage() {
    return byMessage;
  }

  /** Takes a new policy up, and rouses who may pass by now. Answers whether there was a new one. */
  public boolean timePassed(long now) {
    var newest = inForce.get();
    boolean changed = isOther(newest, policy);
    if (changed) {
      policy = newest;
      byMessage = newest.mindsMessages();
    }
    var day = WarmUps.day(now);
    boolean otherDay = !day.equals(today) && !policy.warmUps().isEmpty();
    today = day;
    if (changed || otherDay || gates.raiseAgain(now)) {
      forgetTerms();
    }
    gates.timePassed(now);
    return changed;
  }

  @SuppressWarnings("ReferenceEquality") // a policy is long, and asked for all the time
  private static boolean isOther(Policy newest, Policy policy) {
    return newest != policy;
  }

  /** Returns when something may pass that waits; {@link Long#MAX_VALUE} for never. */
  public long nextAt() {
    return gates.nextAt();
  }

  /**
   * Returns what holds for mail; {@code asked} has no provider and no pool but an asked-for one.
   */
  public Terms terms(Traffic asked, List<String> mx, long now) {
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
    for (var limit : policy.limits(traffic)) {
      if (isKeptHere(limit.kind())) {
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
        new Rotation(choices(pool.map(Pool::weights).orElse(SYSTEMS_CHOICE), traffic, now)),
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

  private List<Rotation.Choice> choices(Map<String, Integer> weights, Traffic traffic, long now) {
    var whole =
        policy.limits(traffic).stream()
            .map(limit -> new Gates.Name(limit.per(), limit.key(), limit.kind()))
            .collect(Collectors.toSet());
    var choices = new ArrayList<Rotation.Choice>();
    weights.forEach(
        (source, weight) -> {
          var path = traffic.withSource(source.isEmpty() ? Source.UNNAMED : source);
          var own = new ArrayList<Gate>();
          for (var limit : policy.limits(path)) {
            var name = new Gates.Name(limit.per(), limit.key(), limit.kind());
            if (isKeptHere(limit.kind()) && !whole.contains(name)) {
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
    if (policy.reactions().isEmpty()) {
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

  /** The others are kept by the delivery worker, which owns the connections of a site. */
  static boolean isKeptHere(Kind kind) {
    return kind == Kind.MESSAGE_RATE || kind == Kind.OUTSTANDING;
  }

  /** Returns whether a message may leave; if so, it has passed. */
  public Verdict ask(Terms terms, long now) {
    if (terms.areNone()) {
      return Verdict.Go.FREELY;
    }
    var hours = terms.hours();
    if (hours != null) {
      long from = hours.next(now);
      if (from > now) {
        return new Verdict.OutOfHours(from);
      }
    }
    var shut = shut(terms.gates(), now);
    if (shut != null) {
      return new Verdict.AtGates(List.of(shut), shut.sort());
    }
    return choose(terms, now);
  }

  private Verdict choose(Terms terms, long now) {
    var choices = terms.sources().choices();
    var usable = new boolean[choices.size()];
    var blocked = new ArrayList<Gate>();
    long well = Long.MAX_VALUE;
    for (int i = 0; i < usable.length; i++) {
      var choice = choices.get(i);
      long sick = sickUntil.getOrDefault(choice.source(), 0L);
      var shut = sick > now ? null : shut(choice.gates(), now);
      usable[i] = sick <= now && shut == null;
      if (shut != null) {
        blocked.add(shut);
      }
      well = sick > now ? Math.min(well, sick) : well;
    }
    var chosen = terms.sources().next(usable);
    if (chosen == null) {
      return blocked.isEmpty()
          ? new Verdict.NoSource(well == Long.MAX_VALUE ? now + SICK_MS : well)
          : new Verdict.AtGates(blocked, blocked.getFirst().sort());
    }
    return go(chosen.source(), together(terms.gates(), chosen.gates()), now);
  }

  private static List<Gate> together(List<Gate> whole, List<Gate> own) {
    if (own.isEmpty()) {
      return whole;
    }
    var all = new ArrayList<Gate>(whole.size() + own.size());
    all.addAll(whole);
    all.addAll(own);
    return all;
  }

  private Verdict go(String source, List<Gate> all, long now) {
    var leased = leased(all);
    long wait = permits == null || leased.isEmpty() ? 0 : permits.take(wishes(leased), now);
    if (wait > 0) {
      leased.forEach(gate -> gate.shut(now + wait));
      return new Verdict.AtGates(List.copyOf(leased), leased.getFirst().sort());
    }
    for (var gate : all) {
      gate.used(now);
      gate.pass(now);
    }
    return new Verdict.Go(source, all);
  }

  private static List<LeasedGate> leased(List<Gate> all) {
    List<LeasedGate> leased = List.of();
    for (var gate : all) {
      if (gate instanceof LeasedGate one) {
        leased = leased.isEmpty() ? new ArrayList<>() : leased;
        leased.add(one);
      }
    }
    return leased;
  }

  private static List<Permits.Wish> wishes(List<LeasedGate> leased) {
    return leased.stream().map(LeasedGate::wish).toList();
  }

  private static @Nullable Gate shut(List<Gate> all, long now) {
    for (var gate : all) {
      if (gate.opensAt(now) > now) {
        return gate;
      }
    }
    return null;
  }

  /** Somebody waits at these. */
  public void await(List<Gate> at, Sleeper sleeper, long now) {
    for (var gate : at) {
      gates.await(gate, sleeper, now);
    }
  }

  /** What was outstanding before a start counts again, though nobody asked. */
  public List<Gate> count(Terms terms, String source, long now) {
    var passed = new ArrayList<Gate>();
    for (var gate : terms.gates()) {
      recount(gate, passed, now);
    }
    for (var choice : terms.sources().choices()) {
      if (choice.source().equals(source)) {
        choice.gates().forEach(gate -> recount(gate, passed, now));
      }
    }
    return passed;
  }

  private static void recount(Gate gate, List<Gate> passed, long now) {
    switch (gate) {
      case CountGate count -> count.pass(now);
      case LeasedGate leased -> leased.adopt(now);
      case RateGate _, Barrier _ -> {
        return;
      }
    }
    gate.used(now);
    passed.add(gate);
  }

  /** What passed these is through. */
  public void giveBack(List<Gate> passed, long now) {
    for (var gate : passed) {
      gate.giveBack(now);
    }
  }

  /** Partitions have come from elsewhere: what was saved here may have been used there. */
  public void partitionsCame() {
    gates.save(0);
  }

  /** A source cannot be used at the moment. */
  public void sick(String source, long now) {
    sickUntil.put(source, now + SICK_MS);
  }

  /** Nothing of this leaves until a time. */
  public void suspend(Per per, String key, long now, long until) {
    gates.barrier(per, key, now).close(until);
  }

  /**
   * A limit is at most this until a time. Of connections, which the delivery worker opens, there
   * are no more than of what it is given to send: that is what is lowered for them.
   */
  public void lower(Per per, String key, Kind kind, Bound bound, long until) {
    gates.lower(per, key, keptHereFor(kind), bound, until);
    forgetTerms();
  }

  private static Kind keptHereFor(Kind kind) {
    return switch (kind) {
      case CONNECTIONS, OUTSTANDING -> Kind.OUTSTANDING;
      case CONNECTION_RATE, MESSAGE_RATE -> Kind.MESSAGE_RATE;
      case MESSAGES_PER_CONNECTION, RECIPIENTS_PER_TRANSACTION -> kind;
    };
  }

  /** Returns the rule for mail that was deferred. */
  public Optional<RetryRule> retry(Traffic traffic, String replyClass) {
    return policy.retry(traffic, replyClass);
  }

  private void forgetTerms() {
    generation++;
    known.clear();
  }
}
