package milena.delivery.claim;

import java.util.concurrent.CompletionStage;
import milena.delivery.connect.Letter;
import milena.delivery.outcome.AttemptOutcome;
import milena.schemas.Dispatch;

/** Where a claimed dispatch turns to; any thread may. */
interface DispatchDesk {

  /** Reads envelope and body. */
  CompletionStage<Letter> open(Dispatch dispatch);

  /** Writes what became of it. */
  void finish(ClaimedDispatch claimed, AttemptOutcome outcome);

  /** Takes back what could not be begun for want of a claim. */
  void putBack(ClaimedDispatch claimed);
}
