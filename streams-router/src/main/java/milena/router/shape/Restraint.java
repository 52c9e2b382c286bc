package milena.router.shape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import milena.router.lever.Lever;
import milena.router.lever.Lever.Kind;
import milena.router.lever.Lever.Phase;
import milena.router.lever.LeverRules;
import milena.router.lever.Levers;
import milena.router.lever.Subject;
import milena.router.shape.Held.Standing;
import milena.router.shape.HoldStore.ReadyQueue;
import milena.router.shape.ShaperDecision.CancelRequested;
import milena.router.shape.ShaperDecision.Cancelled;

/**
 * What an operator's levers hold back in a partition. A lever has its hold from the moment on at
 * which it was read, since every release asks first; what it meets is parked under it, out of the
 * ready queues, so that it is in nobody's way and is not met again. A queue of which a suspension
 * covers everything is not parked but sleeps as a whole: what is in it stays where it is, and goes
 * on from there.
 */
final class Restraint {
  /** As many are roused in a turn. */
  private static final int ROUSED_AT_ONCE = 2_000;

  private final HoldStore store;
  private final Consumer<ShaperDecision> decided;
  private List<Lever> known = List.of();
  private Levers levers = Levers.NONE;
  private long nextEnd = Long.MAX_VALUE;

  /** Whose queues sleep since a suspension covers all of them. */
  private final Set<Place> asleep = new LinkedHashSet<>();

  /** Those of them that are to be asked again, since the levers are others by now. */
  private final ArrayDeque<Place> toRouse = new ArrayDeque<>();

  Restraint(HoldStore store, Consumer<ShaperDecision> decided) {
    this.store = store;
    this.decided = decided;
  }

  /** Reads what is in force from the store. */
  void reload() {
    known = List.copyOf(store.levers());
    levers = Levers.of(known);
    nextEnd =
        known.stream()
            .filter(Restraint::mayEnd)
            .mapToLong(Lever::until)
            .min()
            .orElse(Long.MAX_VALUE);
    toRouse.addAll(asleep);
    asleep.clear();
  }

  /** Whether a suspension covers everything that comes to a ready queue. */
  boolean holdsAll(ReadyQueue queue, long now) {
    return !levers.isIdle()
        && levers.suspendsAll(queue.tenant(), queue.campaign(), queue.site(), now);
  }

  /** One of these queues sleeps until the levers change. */
  void await(Place place) {
    asleep.add(place);
  }

  /** Rouses some of those that slept under levers which have changed. */
  void rouse() {
    for (int left = ROUSED_AT_ONCE; left > 0 && !toRouse.isEmpty(); left--) {
      toRouse.remove().rouseSuspended();
    }
  }

  private static boolean mayEnd(Lever lever) {
    return lever.kind() == Kind.SUSPEND && lever.phase() == Phase.ACTIVE;
  }

  /** Those in force, in any phase. */
  List<Lever> known() {
    return known;
  }

  /** Puts one as it stands now. */
  void keep(Lever lever) {
    store.putLever(lever);
    var others = new ArrayList<Lever>();
    known.forEach(each -> others.add(each.id().equals(lever.id()) ? lever : each));
    known = List.copyOf(others);
  }

  /** Takes one away that is over. */
  void forget(Lever lever) {
    store.removeLever(lever.id());
    reload();
  }

  /** Suspensions whose end has come hold nothing any more. */
  void timePassed(long now) {
    if (now >= nextEnd) {
      known.forEach(lever -> LeverRules.afterTime(lever, now).ifPresent(store::putLever));
      reload();
    }
  }

  /** When that is to be asked next, or somebody is to be roused. */
  long nextAt() {
    return toRouse.isEmpty() ? nextEnd : 0;
  }

  /** Whether a lever has a hold on one that might go. */
  boolean holds(Held held, long now) {
    return !levers.isIdle() && levers.over(subject(held), now) != null;
  }

  /**
   * Takes one that might go, if a lever has a hold on it.
   *
   * @param askAgainAt when it is to be asked whether it has expired
   * @return whether it is parked or has ended, and is not the caller's any more
   */
  boolean holdsBack(Held held, long askAgainAt, long now) {
    if (levers.isIdle()) {
      return false;
    }
    var lever = levers.over(subject(held), now);
    if (lever == null) {
      return false;
    }
    apply(lever, held, 0, askAgainAt);
    return true;
  }

  /**
   * Takes one that is to wait until a time, if it is cancelled; whether it is suspended is asked
   * when the time has come.
   */
  boolean cancels(Held held, long until, long askAgainAt, long now) {
    if (levers.isIdle()) {
      return false;
    }
    var lever = levers.cancelling(subject(held), now);
    if (lever == null) {
      return false;
    }
    apply(lever, held, until, askAgainAt);
    return true;
  }

  /** Parks or ends one that is in no index, as a lever asks for. */
  void apply(Lever lever, Held held, long resumeAt, long askAgainAt) {
    if (lever.phase() == Phase.ENDING) {
      decided.accept(new Cancelled(held, lever));
      return;
    }
    boolean cancelled = lever.kind() == Kind.CANCEL;
    boolean told = held.lever.equals(lever.id());
    held.standing = Standing.PARKED;
    held.reason = cancelled ? WaitReason.CANCEL_REQUESTED : WaitReason.SUSPENDED;
    held.lever = lever.id();
    held.resumeAt = resumeAt;
    held.dueAt = askAgainAt;
    Unwritten.write(held, store);
    if (cancelled && !told) {
      decided.accept(new CancelRequested(held, lever));
    }
  }

  static Subject subject(Held held) {
    return new Subject(
        held.tenant,
        held.campaign,
        held.domain,
        held.site,
        held.recipient,
        held.submissionId,
        held.acceptedAt);
  }
}
