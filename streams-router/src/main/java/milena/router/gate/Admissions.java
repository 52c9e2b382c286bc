package milena.router.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import milena.limits.lease.Permits;
import milena.policy.Bound;
import milena.policy.Kind;
import milena.policy.Per;
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
  private final Gates gates;
  private final TermsBook book;
  private final Witness witness;
  private final Map<String, Long> sickUntil = new HashMap<>();

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
    this.gates = new Gates(permits);
    this.book = new TermsBook(gates, builtInRate, inForce.get());
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

  /** Whether messages of one tenant and campaign at one site can have different terms. */
  public boolean differByMessage() {
    return book.differByMessage();
  }

  /** Takes a new policy up, and rouses who may pass by now. */
  public void timePassed(long now) {
    var newest = inForce.get();
    if (isOther(newest, book.policy())) {
      book.become(newest);
    }
    book.on(WarmUps.day(now));
    if (gates.raiseAgain(now)) {
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
   * Returns what holds for mail; {@code asked} has no provider and no pool but an asked-for one.
   */
  public Terms terms(Traffic asked, List<String> mx, long now) {
    return book.terms(asked, mx, now);
  }

  /** Returns whether a message may leave; if so, it has passed. */
  public Verdict ask(Terms terms, long now) {
    var verdict = answer(terms, now);
    witness.answered(terms, verdict, now);
    return verdict;
  }

  private Verdict answer(Terms terms, long now) {
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
    book.forget();
  }

  private static Kind keptHereFor(Kind kind) {
    return switch (kind) {
      case CONNECTIONS, OUTSTANDING -> Kind.OUTSTANDING;
      case CONNECTION_RATE, MESSAGE_RATE -> Kind.MESSAGE_RATE;
      case MESSAGES_PER_CONNECTION, RECIPIENTS_PER_TRANSACTION -> kind;
    };
  }
}
