package milena.router.shape;

import milena.router.gate.Reactions;
import milena.router.lever.Lever;
import milena.schemas.AttemptResult;
import org.jspecify.annotations.Nullable;

/** What the shaper decided; each becomes one record of {@code mail.dispatch}, events or queue. */
sealed interface ShaperDecision {

  /** An attempt may be made now. */
  record Released(Held held) implements ShaperDecision {}

  /** An attempt failed for now; another follows at {@code nextAt} (ms since the epoch). */
  record Deferred(Held held, AttemptResult result, long nextAt) implements ShaperDecision {}

  /** The recipient is suppressed since the router let it through; it ended for this reason. */
  record Suppressed(Held held, String reason) implements ShaperDecision {}

  /** The submission ended. The result is there when an attempt ended it. */
  record Ended(Held held, Ending ending, @Nullable AttemptResult result)
      implements ShaperDecision {}

  /** A cancellation has a hold on the submission; it may still be undone. */
  record CancelRequested(Held held, Lever lever) implements ShaperDecision {}

  /** The submission ended by a cancellation that is final. */
  record Cancelled(Held held, Lever lever) implements ShaperDecision {}

  /** A result came that no longer counts: a fact for the trace, never a second ending. */
  record Late(AttemptResult result) implements ShaperDecision {}

  /** A reply made a reaction act; what it did lasts until a time (ms since the epoch). */
  record Reacted(Held held, AttemptResult result, Reactions.Acted acted)
      implements ShaperDecision {}

  /** The submission's domain belongs to another site by now, and waits there. */
  record Moved(Held held, String site) implements ShaperDecision {}

  /** How a submission ends here; the words are those of the events. */
  enum Ending {
    DELIVERED("delivered"),
    BOUNCED("bounced"),
    EXPIRED("expired");

    private final String word;

    Ending(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
