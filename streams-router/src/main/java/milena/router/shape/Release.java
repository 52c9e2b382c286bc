package milena.router.shape;

import java.util.List;
import java.util.function.Consumer;
import milena.router.gate.Admissions;
import milena.router.gate.Terms;
import milena.router.gate.Verdict;
import milena.router.shape.ShaperDecision.Ended;
import milena.router.shape.ShaperDecision.Ending;
import milena.router.shape.ShaperDecision.Moved;
import milena.router.shape.ShaperDecision.Suppressed;
import org.jspecify.annotations.Nullable;

/** Which of a site's messages is next, and whether it may go. */
final class Release {
  private static final long LOOK_AGAIN_MS = 500;

  /** As many sites and messages are asked in a turn, whether they may go or not. */
  private static final int ASKED_AT_ONCE = 4_000;

  /** As many of one site are asked before it stands in line again. */
  private static final int ASKED_OF_A_SITE = 64;

  /** What a release does with the shaper whose submissions it moves. */
  interface Hands {
    /** Whether one ends now as expired. */
    boolean isOver(Held held, long now);

    /** When it is to be asked again whether one has expired. */
    long askAgainAt(Held held, long now);

    /** Takes one that is ready out of its flow, and out of the store if that has it. */
    void takeFrom(Flow flow, Held held);

    /** Lets one that is in no index wait until a time. */
    void wait(Held held, long until, WaitReason reason, long now);

    /** Gives one that is in no index its dispatch. */
    void dispatch(Held held, Site site, long now);
  }

  private final int partition;
  private final Advice advice;
  private final Admissions admissions;
  private final SiteLine line;
  private final Restraint restraint;
  private final Hands hands;
  private final Consumer<ShaperDecision> decided;

  /** How many more may be asked in this turn. */
  private int left;

  Release(
      Surroundings around,
      SiteLine line,
      Restraint restraint,
      Hands hands,
      Consumer<ShaperDecision> decided) {
    this.partition = around.partition();
    this.advice = around.advice();
    this.admissions = around.admissions();
    this.line = line;
    this.restraint = restraint;
    this.hands = hands;
    this.decided = decided;
  }

  /** A turn begins. */
  void begin() {
    left = ASKED_AT_ONCE;
  }

  /** Whether more may be asked in this turn. */
  boolean mayAsk() {
    return left > 0;
  }

  /** Whether the site is to be asked again: something went, or there was more than it may ask. */
  boolean one(Site site, long now) {
    left--;
    admissions.await(site.takeWaitOn(), site.place, now);
    site.place.waits = reason(site);
    if (site.place.waits == WaitReason.MX_NOT_ALLOWED) {
      site.dropWhatIsOver();
      line.forget(site);
    }
    if (site.place.waits != WaitReason.READY) {
      return false;
    }
    int last = left - ASKED_OF_A_SITE;
    for (var flow = site.next(); flow != null; flow = site.next()) {
      if (left-- <= last) {
        return true;
      }
      if (!site.window.openFor(flow.queue().tenant())) {
        // Those before it could not go, and it is of one who has filled the window.
        site.place.waits = WaitReason.WINDOW;
        return false;
      }
      if (restraint.holdsAll(flow.queue(), now)) {
        site.sleep(Sleepers.SUSPENDED);
        site.place.waits = WaitReason.SUSPENDED;
        restraint.await(site.place);
        continue;
      }
      var held = flow.peek();
      if (held == null) {
        site.drop();
      } else if (goesNoFurther(held, flow, now)) {
        site.passedOver();
        return true;
      } else if (admits(held, flow, site, now)) {
        return true;
      }
    }
    line.forget(site);
    return false;
  }

  private WaitReason reason(Site site) {
    var next = site.next();
    if (next == null) {
      return site.isIdle() ? WaitReason.READY : site.place.waits;
    }
    if (advice.closed(site.place.name)) {
      return WaitReason.MX_NOT_ALLOWED;
    }
    return site.window.openFor(next.queue().tenant()) ? WaitReason.READY : WaitReason.WINDOW;
  }

  /** Whether it is not to leave from here at all, or not yet; if so, that is done. */
  private boolean goesNoFurther(Held held, Flow flow, long now) {
    if (hands.isOver(held, now)) {
      hands.takeFrom(flow, held);
      decided.accept(new Ended(held, Ending.EXPIRED, null));
      return true;
    }
    if (restraint.holds(held, now)) {
      hands.takeFrom(flow, held);
      return restraint.holdsBack(held, hands.askAgainAt(held, now), now);
    }
    return held.waited && isElsewhereByNow(held, flow, now);
  }

  /** Asks again what the router asked, since time has passed. */
  private boolean isElsewhereByNow(Held held, Flow flow, long now) {
    var suppression = advice.suppression(held.recipientHash, held.tenant);
    var elsewhere = suppression == null ? movedTo(held) : null;
    if (suppression != null) {
      hands.takeFrom(flow, held);
      decided.accept(new Suppressed(held, suppression));
    } else if (elsewhere != null) {
      hands.takeFrom(flow, held);
      decided.accept(new Moved(held, elsewhere));
    } else if (held.hasStandIn() && advice.findingOut(held.domain)) {
      hands.takeFrom(flow, held);
      hands.wait(held, soon(held, now), WaitReason.SITE, now);
    } else {
      return false;
    }
    return true;
  }

  private static long soon(Held held, long now) {
    long then = now + LOOK_AGAIN_MS;
    return now < held.expiresAt ? Math.min(then, held.expiresAt) : then;
  }

  private @Nullable String movedTo(Held held) {
    var site = advice.known(held.domain);
    return site == null || site.equals(held.site) ? null : site;
  }

  /** Whether it may leave now; if so, it does, else its flow sleeps. */
  private boolean admits(Held held, Flow flow, Site site, long now) {
    var terms = terms(held, flow, now);
    if (terms == null) {
      sleepUntil(site, soon(held, now), WaitReason.SITE);
      return false;
    }
    return switch (admissions.ask(terms, partition, now)) {
      case Verdict.Go(var source, var passed) -> {
        hands.takeFrom(flow, held);
        site.served(terms.weight());
        held.leaves(terms.traffic(), source, passed);
        hands.dispatch(held, site, now);
        yield true;
      }
      case Verdict.AtGates(var gates, var why, long until) -> {
        // A source that is well again may let it pass while these are still shut.
        if (until == Long.MAX_VALUE) {
          site.sleepAt(gates);
        } else {
          site.sleep(0);
        }
        line.wakeAt(site, until);
        site.place.waits = WaitReason.at(why);
        admissions.await(gates, site.place, now);
        yield false;
      }
      case Verdict.OutOfHours(long until) -> {
        sleepUntil(site, until, WaitReason.HOURS);
        yield false;
      }
      case Verdict.NoSource(long until) -> {
        sleepUntil(site, until, WaitReason.SOURCE);
        yield false;
      }
    };
  }

  private void sleepUntil(Site site, long until, WaitReason why) {
    site.sleep(until);
    site.place.waits = why;
    line.wakeAt(site, until);
  }

  /** Null while it is being found out where the site's provider could be told by. */
  private @Nullable Terms terms(Held held, Flow flow, long now) {
    var last = flow.terms;
    if (last == null
        || last.generation() != admissions.generation()
        || admissions.minded().differByMessage()
        || last.isForgotten()) {
      var hosts = advice.hosts(held.domain);
      if (hosts == null && admissions.minded().hosts()) {
        return advice.findingOut(held.domain) ? null : terms(held, now);
      }
      last = termsBy(held, hosts, now);
      flow.terms = last;
    }
    return last;
  }

  /** What holds for one that left before, under the policy in force. */
  Terms terms(Held held, long now) {
    return termsBy(held, advice.hosts(held.domain), now);
  }

  private Terms termsBy(Held held, @Nullable List<String> hosts, long now) {
    return admissions.terms(held.traffic(admissions.minded(), hosts == null), hosts, now);
  }
}
