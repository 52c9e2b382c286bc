package milena.router.shape;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import milena.router.lever.Lever;
import milena.router.lever.Lever.Kind;
import milena.router.lever.Lever.Phase;
import milena.router.lever.Lever.Progress;
import milena.router.lever.Levers;
import milena.router.shape.Held.Standing;

/**
 * Carries levers out on what waits already, a little in each turn: how long a turn takes does not
 * depend on how much waits. How far it has come is in the store beside what it has done, so that it
 * goes on from there after a kill.
 */
final class Sweep {

  /** As many are looked at in a turn. */
  static final int AT_ONCE = 2_000;

  /**
   * A cancellation that is final stays in force for so long after everything was gone through: what
   * was on its way from the router, or from another partition, is met at its arrival.
   */
  static final long LINGERS_MS = 120_000;

  /** What a sweep does with the shaper whose submissions it moves. */
  interface Hands {
    /** Writes to the store what only memory has. */
    void beforeCommit();

    /** Takes one that waits out of every index. */
    void takeOut(Held held, long now);

    /** Puts one in again, which may go from {@code notBefore} on. */
    void arrived(Held held, long notBefore, long now);

    /** When it is to be asked whether one has expired. */
    long askAgainAt(Held held, long now);
  }

  private final HoldStore store;
  private final Restraint restraint;
  private final Hands hands;
  private final Supplier<Collection<Held>> outstanding;

  Sweep(HoldStore store, Restraint restraint, Hands hands, Supplier<Collection<Held>> outstanding) {
    this.store = store;
    this.restraint = restraint;
    this.hands = hands;
    this.outstanding = outstanding;
  }

  /**
   * Does some of what there is to do.
   *
   * @return whether there is more to do at once
   */
  boolean step(long now) {
    restraint.timePassed(now);
    Lever next = null;
    for (var lever : restraint.known()) {
      if (hasWork(lever)) {
        next = next == null ? lever : next;
      } else if (lever.phase() == Phase.ENDING) {
        endIfOver(lever, now);
      }
    }
    if (next == null) {
      return false;
    }
    hands.beforeCommit();
    if (next.phase() == Phase.RETURNING) {
      putBack(next, now);
    } else {
      goOn(next, now);
    }
    return true;
  }

  /** Whether there is more to do for it on what waits. */
  static boolean hasWork(Lever lever) {
    boolean onlyHolds = lever.kind() == Kind.SUSPEND && lever.phase() == Phase.ACTIVE;
    return !onlyHolds && !lever.progress().passed();
  }

  private void putBack(Lever lever, long now) {
    var parked = store.parked(lever.id(), lever.progress().cursor(), AT_ONCE);
    for (var held : parked) {
      hands.takeOut(held, now);
      putBack(held, now);
    }
    if (parked.size() < AT_ONCE) {
      restraint.forget(lever);
    } else {
      restraint.keep(lever.with(further(lever, parked, parked.size())));
    }
  }

  private void putBack(Held held, long now) {
    long resumeAt = held.resumeAt;
    held.lever = "";
    held.resumeAt = 0;
    hands.arrived(held, resumeAt, now);
  }

  private void goOn(Lever lever, long now) {
    var waiting = store.waiting(lever.progress().cursor(), AT_ONCE);
    var covers = Levers.covers(lever);
    long moved = 0;
    for (var held : waiting) {
      if (!covers.test(Restraint.subject(held))) {
        letGoAfterFinalWord(lever, held, now);
      } else if (move(lever, held, now)) {
        moved++;
      }
    }
    var further = further(lever, waiting, moved);
    if (waiting.size() == AT_ONCE) {
      restraint.keep(lever.with(further));
    } else if (lever.kind() == Kind.CANCEL) {
      restraint.keep(lever.with(new Progress(Long.MAX_VALUE, further.done(), Math.max(1, now))));
    } else {
      moveOutstanding(lever);
      restraint.forget(lever);
    }
  }

  /**
   * What was accepted after the final word is new mail; but it may have been met, and parked,
   * before that word was read here. No other pass would look at it again.
   */
  private void letGoAfterFinalWord(Lever lever, Held held, long now) {
    if (lever.phase() == Phase.ENDING
        && held.standing == Standing.PARKED
        && held.lever.equals(lever.id())) {
      hands.takeOut(held, now);
      putBack(held, now);
    }
  }

  private static Progress further(Lever lever, List<Held> seen, long moved) {
    long cursor = seen.isEmpty() ? lever.progress().cursor() : seen.getLast().offset;
    return new Progress(cursor, lever.progress().done() + moved, 0);
  }

  private boolean move(Lever lever, Held held, long now) {
    return switch (lever.kind()) {
      case SUSPEND -> false;
      case CANCEL -> cancel(lever, held, now);
      case FLUSH -> flush(held, now);
      case REQUEUE -> requeue(lever, held, now);
    };
  }

  private boolean cancel(Lever lever, Held held, long now) {
    if (lever.phase() != Phase.ENDING && isUnderCancellation(held)) {
      return false;
    }
    hands.takeOut(held, now);
    restraint.apply(lever, held, resumeAt(held), hands.askAgainAt(held, now));
    return true;
  }

  private static boolean isUnderCancellation(Held held) {
    return held.standing == Standing.PARKED && held.reason == WaitReason.CANCEL_REQUESTED;
  }

  /** When it would go on without the lever. */
  private static long resumeAt(Held held) {
    return switch (held.standing) {
      case DEFERRED -> held.dueAt;
      case PARKED -> held.resumeAt;
      case READY, OUTSTANDING -> 0;
    };
  }

  private boolean flush(Held held, long now) {
    if (held.standing != Standing.DEFERRED || held.reason != WaitReason.RETRY) {
      return false;
    }
    hands.takeOut(held, now);
    hands.arrived(held, 0, now);
    return true;
  }

  private boolean requeue(Lever lever, Held held, long now) {
    // A time that its sender asked for stays; a repeat is due now, unless it is to keep its time.
    long resumeAt = held.attempt == 0 || lever.keepsTimes() ? resumeAt(held) : 0;
    hands.takeOut(held, now);
    held.requeue(lever.pool());
    hands.arrived(held, resumeAt, now);
    return true;
  }

  private void moveOutstanding(Lever lever) {
    if (lever.kind() == Kind.REQUEUE) {
      var covers = Levers.covers(lever);
      for (var held : outstanding.get()) {
        if (covers.test(Restraint.subject(held))) {
          held.requeue(lever.pool());
          store.putOutstanding(held);
        }
      }
    }
  }

  private void endIfOver(Lever lever, long now) {
    boolean lingers = now < lever.progress().passedAt() + LINGERS_MS;
    if (!lingers
        && outstanding.get().stream().map(Restraint::subject).noneMatch(Levers.covers(lever))) {
      restraint.forget(lever);
    }
  }
}
