/**
 * The last step of the way: what a failure means for later mail to the same recipient.
 *
 * <p>An event comes in; a {@link milena.bounce.suppress.SuppressionDecision} goes out, as a pure
 * function, and nothing here fails. Only proof that a mailbox does not exist suppresses: a full
 * mailbox, a policy, a blocked address or a failure on the way there says nothing about the
 * recipient. Next: {@link milena.bounce.BounceService} writes the suppression.
 */
@NullMarked
package milena.bounce.suppress;

import org.jspecify.annotations.NullMarked;
