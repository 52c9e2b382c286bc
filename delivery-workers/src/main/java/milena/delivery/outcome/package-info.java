/**
 * What a reply, a lost connection or a route without hosts means for a message.
 *
 * <p>What comes in are replies and connection results as values; what goes out is a {@link
 * milena.delivery.outcome.Verdict} with a {@link milena.delivery.outcome.FailureScope}, and with
 * the facts of the connection an {@link milena.delivery.outcome.AttemptOutcome}. Nothing here
 * fails: what is not understood is deferred. From here the outcome goes back to whoever offered the
 * message, who writes it to {@code mail.attempts}.
 */
@NullMarked
package milena.delivery.outcome;

import org.jspecify.annotations.NullMarked;
