package milena.delivery.claim;

import milena.delivery.claim.ClaimState.Confirming;
import milena.delivery.claim.ClaimState.GivenBack;
import milena.delivery.claim.ClaimState.Held;
import milena.delivery.claim.ClaimState.Lost;
import milena.delivery.claim.ClaimState.Reading;
import milena.delivery.claim.ClaimState.WaitingOut;

/**
 * The rules by which at most one worker at a time may send what is in a partition.
 *
 * <p>A claim counts from where its marker stands in the log, and an owner counts a marker of its
 * own only when it has read it back without a higher one before it. So a successor that has read
 * its own marker knows that no later marker of the old owner can count; the last that did was
 * written before the successor's was read. One lease after that moment the old owner cannot send
 * any more, whether it runs, is frozen, or is cut off from its group but not from the log. The old
 * owner measures its lease from before it wrote, and stops earlier by a margin.
 *
 * <p>Decides only; the caller writes the markers and tells what it read.
 */
final class ClaimRules {

  /**
   * What follows from an event.
   *
   * @param next the state from now on
   * @param write whether a marker of that state's epoch is to be written now
   */
  record Step(ClaimState next, boolean write) {}

  private final ClaimTerms terms;

  ClaimRules(ClaimTerms terms) {
    this.terms = terms;
  }

  /** Everything that was in the log at the start has been read. */
  Step caughtUp(Ledger ledger, long now) {
    return new Step(new Confirming(ledger.epoch() + 1, ledger.holder(), now), true);
  }

  /**
   * A marker was read.
   *
   * @param before who held the partition before it
   * @param now taken after it was read
   */
  Step seen(ClaimState state, Marker marker, Ledger before, long now) {
    boolean counts = before.accepts(marker);
    return switch (state) {
      case Confirming confirming -> confirm(confirming, marker, before, now);
      case WaitingOut waiting when counts -> waitOn(waiting, marker, now);
      case WaitingOut waiting when marker.released() && marker.sameClaim(waiting.before()) ->
          stay(new Held(waiting.epoch(), waiting.claimedAt(), waiting.writtenAt(), false));
      case Held held when counts -> hold(held, marker);
      case Reading _, WaitingOut _, Held _, Lost _, GivenBack _ -> stay(state);
    };
  }

  private Step confirm(Confirming state, Marker marker, Ledger before, long now) {
    var after = before.fold(marker);
    boolean own = terms.wrote(marker) && marker.epoch() == state.epoch();
    if (own && before.accepts(marker)) {
      var last = before.holder();
      if (last == null || terms.needsNoWait(last)) {
        boolean death = last != null && !last.released();
        return stay(new Held(state.epoch(), marker.claimedAt(), state.writtenAt(), death));
      }
      long until = now + last.leaseMs() * 1_000_000;
      return stay(
          new WaitingOut(state.epoch(), last, until, marker.claimedAt(), state.writtenAt()));
    }
    if (after.epoch() >= state.epoch()) {
      return new Step(new Confirming(after.epoch() + 1, after.holder(), now), true);
    }
    return stay(new Confirming(state.epoch(), after.holder(), state.writtenAt()));
  }

  private Step waitOn(WaitingOut state, Marker marker, long now) {
    if (!terms.wrote(marker)) {
      return stay(new Lost(marker.epoch()));
    }
    return timePassed(
        new WaitingOut(
            state.epoch(), state.before(), state.until(), marker.claimedAt(), state.writtenAt()),
        now);
  }

  private Step hold(Held state, Marker marker) {
    return terms.wrote(marker)
        ? stay(new Held(state.epoch(), marker.claimedAt(), state.writtenAt(), state.afterDeath()))
        : stay(new Lost(marker.epoch()));
  }

  /** Time has passed. */
  Step timePassed(ClaimState state, long now) {
    return switch (state) {
      case WaitingOut waiting when now - waiting.until() >= 0 ->
          timePassed(
              new Held(waiting.epoch(), waiting.claimedAt(), waiting.writtenAt(), true), now);
      case Confirming(var epoch, var before, var at) when renewalDue(at, now) ->
          new Step(new Confirming(epoch, before, now), true);
      case WaitingOut(var epoch, var before, var until, var claimed, var at)
          when renewalDue(at, now) ->
          new Step(new WaitingOut(epoch, before, until, claimed, now), true);
      case Held(var epoch, var claimed, var at, var death) when renewalDue(at, now) ->
          new Step(new Held(epoch, claimed, now, death), true);
      case Reading _, Confirming _, WaitingOut _, Held _, Lost _, GivenBack _ -> stay(state);
    };
  }

  /** Until when a state allows sending; at or before {@code now} when it does not. */
  long maySendUntil(ClaimState state, long now) {
    return switch (state) {
      case Held held -> held.claimedAt() + terms.mayNanos();
      case Reading _, Confirming _, WaitingOut _, Lost _, GivenBack _ -> now;
    };
  }

  private boolean renewalDue(long writtenAt, long now) {
    return now - writtenAt >= terms.renewNanos();
  }

  private static Step stay(ClaimState state) {
    return new Step(state, false);
  }
}
