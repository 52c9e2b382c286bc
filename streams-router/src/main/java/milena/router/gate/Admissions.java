package milena.router.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import milena.limits.lease.Permits;
import milena.policy.Bound;
import milena.policy.Policy;
import milena.policy.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * Whether messages may leave under the policy in force. One for all partitions of a process, and of
 * their one thread. Times are ms.
 */
public final class Admissions {
  private static final long SICK_MS = 5_000;

  /** Is told of every answer: for who asks what holds mail back. */
  public interface Witness {
    /** Nobody asks that. */
    Witness NOBODY = (terms, verdict, now) -> {};

    /** What has these terms may leave at a time (ms), or may not. */
    void answered(Terms terms, Verdict verdict, long now);
  }

  private final Supplier<Policy> inForce;
  private final @Nullable Permits permits;
  private final Effects effects = new Effects();
  private final Gates gates;
  private final TermsBook book;
  private final Map<Sick, Long> sickUntil = new HashMap<>();

  /** A source that the worker of a partition cannot use; the workers of others may. */
  private record Sick(int partition, String source) {}

  private final Witness witness;

  /**
   * Nothing has passed yet.
   *
   * @param inForce the policy in force
   * @param builtInRate messages to a site, where the policy says nothing of that
   * @param permits of limits that other processes share; null when there are no others
   */
  public Admissions(
      Supplier<Policy> inForce, Optional<Bound> builtInRate, @Nullable Permits permits) {
    this(inForce, builtInRate, permits, Witness.NOBODY);
  }

  /**
   * The same with somebody who is told of every answer.
   *
   * @param inForce the policy in force
   * @param builtInRate messages to a site, where the policy says nothing of that
   * @param permits of limits that other processes share; null when there are no others
   * @param witness is told
   */
  public Admissions(
      Supplier<Policy> inForce,
      Optional<Bound> builtInRate,
      @Nullable Permits permits,
      Witness witness) {
    this.witness = witness;
    this.permits = permits;
    this.gates = new Gates(permits, effects);
    this.book = new TermsBook(gates, effects, builtInRate, inForce.get());
    this.inForce = inForce;
  }

  /** Returns the policy in force since the last {@link #timePassed}. */
  public Policy policy() {
    return book.policy();
  }

  /** Changes when terms that were looked up before no longer hold. */
  public int generation() {
    return book.generation();
  }

  /** Returns what of messages their terms depend on. */
  public Minded minded() {
    return book.minded();
  }

  /** Takes a new policy up, and rouses who may pass by now. */
  public void timePassed(long now) {
    var newest = inForce.get();
    if (isOther(newest, book.policy())) {
      book.become(newest);
      gates.saveFrom(now);
    }
    book.on(WarmUps.day(now));
    if (effects.timePassed(now)) {
      book.forget();
    }
    gates.timePassed(now);
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
   * Returns what holds for mail.
   *
   * @param asked with no pool but an asked-for one, and only what is {@link #minded}
   * @param mx the hosts of its site; null while they are not known: its provider is the one that
   *     {@code asked} names then
   */
  public Terms terms(Traffic asked, @Nullable List<String> mx, long now) {
    return book.terms(asked, mx, now);
  }

  /**
   * Returns whether a message may leave; if so, it has passed.
   *
   * @param partition whose worker would send it
   */
  public Verdict ask(Terms terms, int partition, long now) {
    var verdict = answer(terms, partition, now);
    witness.answered(terms, verdict, now);
    return verdict;
  }

  private Verdict answer(Terms terms, int partition, long now) {
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
      return new Verdict.AtGates(List.of(shut), shut.sort(), Long.MAX_VALUE);
    }
    return choose(terms, partition, now);
  }

  private Verdict choose(Terms terms, int partition, long now) {
    var choices = terms.sources().choices();
    var usable = new boolean[choices.size()];
    var blocked = new ArrayList<Gate>();
    long well = Long.MAX_VALUE;
    for (int i = 0; i < usable.length; i++) {
      var choice = choices.get(i);
      long sick = sickUntil.getOrDefault(new Sick(partition, choice.source()), 0L);
      var shut = sick > now ? null : shut(choice.gates(), now);
      usable[i] = sick <= now && shut == null;
      if (shut != null) {
        blocked.add(shut);
      }
      well = sick > now ? Math.min(well, sick) : well;
    }
    var could = usable.clone();
    for (int next = next(terms, usable); next >= 0; next = next(terms, usable)) {
      var choice = choices.get(next);
      var all = together(terms.gates(), choice.gates());
      var refused = pass(all, now);
      if (refused.isEmpty()) {
        terms.sources().took(next, could);
        return new Verdict.Go(choice.source(), all);
      }
      if (!choice.gates().containsAll(refused)) {
        return new Verdict.AtGates(refused, refused.getFirst().sort(), Long.MAX_VALUE);
      }
      blocked.addAll(refused);
      usable[next] = false;
    }
    return blocked.isEmpty()
        ? new Verdict.NoSource(well)
        : new Verdict.AtGates(blocked, blocked.getFirst().sort(), well);
  }

  private static int next(Terms terms, boolean[] usable) {
    return terms.sources().next(usable);
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

  /** Passes all, or none; answers which had no room. Others are open, but not known to be. */
  private List<Gate> pass(List<Gate> all, long now) {
    var leased = leased(all);
    if (permits != null && !leased.isEmpty() && permits.take(wishes(leased), now) > 0) {
      return refusing(permits, leased, now);
    }
    for (var gate : all) {
      gate.used(now);
      gate.pass(now);
    }
    return List.of();
  }

  /** Shuts those that have nothing left until they are worth another question. */
  private static List<Gate> refusing(Permits permits, List<LeasedGate> leased, long now) {
    var refusing = new ArrayList<Gate>();
    for (var gate : leased) {
      long wait = permits.missing(gate.wish(), now);
      if (wait > 0) {
        gate.shut(now + wait);
        refusing.add(gate);
      }
    }
    return refusing.isEmpty() ? List.copyOf(leased) : refusing;
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

  /** Returns how all that some traffic must pass stands; nothing passes by that. */
  public List<GateStanding> standings(Terms terms, long now) {
    return Lookout.of(terms, this::sickSomewhere, now);
  }

  /** Until when a source cannot be used in some partition. */
  private long sickSomewhere(String source) {
    long until = 0;
    for (var sick : sickUntil.entrySet()) {
      until = sick.getKey().source().equals(source) ? Math.max(until, sick.getValue()) : until;
    }
    return until;
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

  /** What passed these goes on, and is no longer followed here. */
  public void leave(List<Gate> passed, long now) {
    for (var gate : passed) {
      gate.leave(now);
    }
  }

  /**
   * A partition has come: what its limits saved may have been used elsewhere.
   *
   * @param back whether it was here before, so that its limits may still be
   */
  public void partitionCame(boolean back, long now) {
    if (back) {
      gates.saveNothing(now);
    } else {
      gates.saveFrom(now);
    }
  }

  /** A source cannot be used at the moment by the worker of a partition. */
  public void sick(String source, int partition, long now) {
    sickUntil.put(new Sick(partition, source), now + SICK_MS);
    sickUntil.values().removeIf(until -> until <= now);
  }

  /**
   * A reaction suspends or lowers something. What the same reaction did to the same before goes on
   * instead, for longer and under its id.
   *
   * @return what is in force of it now
   */
  public Effect begin(Effect effect, long now) {
    var standing = effects.joined(effect);
    restore(standing, now);
    return standing;
  }

  /** What was in force before a start, or elsewhere, is in force here. */
  public void restore(Effect effect, long now) {
    changed(effect, effects.put(effect), now);
  }

  /** Ends what a reaction did, if it is in force here. */
  public void lift(String id, long now) {
    effects.end(id).ifPresent(effect -> changed(effect, true, now));
  }

  private void changed(Effect effect, boolean other, long now) {
    boolean suspends = effect.limit() == null;
    if (suspends) {
      gates.suspensionChanged(effect.per(), effect.key(), now);
    }
    // Under a policy with reactions, all terms have their barriers from the first.
    if (other && !(suspends && !book.policy().reactions().isEmpty())) {
      book.forget();
    }
  }

  /** Returns what reactions have done that is in force in this process. */
  public List<Effect> effects() {
    return effects.all();
  }

  /**
   * No partition is left here, so that nobody would tell of what is lifted elsewhere: whoever has
   * them keeps what is in force. Until then it stays, though a partition left: what is for a site
   * may concern others of the process.
   */
  public void partitionsGone() {
    for (var effect : effects.all()) {
      effects.end(effect.id()).ifPresent(ended -> changed(ended, true, 0));
    }
  }
}
