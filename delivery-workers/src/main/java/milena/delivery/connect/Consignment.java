package milena.delivery.connect;

import java.util.concurrent.CompletionStage;
import milena.delivery.outcome.AttemptOutcome;
import milena.policy.Traffic;

/**
 * One dispatch as the sending half sees it: permission to make one attempt for one recipient.
 *
 * <p>It is small while it waits; envelope and body are read by {@link #open} only when a connection
 * is about to send them. Every consignment that was offered and not withdrawn is finished exactly
 * once.
 */
public interface Consignment {

  /** The submission it is an attempt for. */
  String submissionId();

  /** The site it goes to; all consignments of a site share a lane. */
  String site();

  /** The partition of its dispatch, from 0; all of a site are of one. */
  int partition();

  /** The recipient's domain, lower-case A-labels, or an address literal in brackets. */
  String domain();

  /** Which message it is: dispatches of one message to one destination share transactions. */
  MessagePlace message();

  /** Whose mail it is. */
  String tenant();

  /** How urgent it is among its tenant's, -9 to 9; all of a message are equally so. */
  int priority();

  /**
   * What the policy is asked about: tenant, domain, site and provider, and the pool and source that
   * it was dispatched for; the source is empty for the system's choice.
   */
  Traffic traffic();

  /** No transaction is begun after this, ms since the epoch. */
  long validUntil();

  /** No final dot is sent after this, ms since the epoch. */
  long expiresAt();

  /**
   * Whether the lease under which it was taken up still allows sending, by the monotonic clock.
   * Asked before MAIL and before the final dot; must not block.
   */
  boolean maySend();

  /**
   * What was allowed to be sent has not been, and nothing of it is on the wire: it waits again, and
   * may be withdrawn. Must not block.
   */
  void returned();

  /**
   * Reads envelope and body.
   *
   * @return completes with the letter, or exceptionally with {@link BodyGone} or {@link
   *     BodyUnavailable}; anything else is treated as {@link BodyUnavailable}
   */
  CompletionStage<Letter> open();

  /** Takes what became of it; called exactly once, from a network thread, must not block. */
  void finish(AttemptOutcome outcome);
}
