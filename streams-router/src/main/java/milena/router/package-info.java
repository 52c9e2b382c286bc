/**
 * The router and the shaper: from an accepted transaction to the permission to make an attempt.
 *
 * <p>What comes in are {@code mail.submissions}, {@code mail.suppressions}, {@code mail.attempts},
 * {@code mail.commands}; what goes out are {@code mail.queue}, {@code mail.dispatch} and {@code
 * mail.events}. The order of the way is {@link milena.router.route}, then {@link
 * milena.router.shape}; between them is the topic {@code mail.queue}, and both write through {@link
 * milena.router.letter}. The router asks {@link milena.router.site} where a domain's mail goes, and
 * parks what it does not know yet ({@code mail.parked}). The shaper asks {@link milena.router.gate}
 * whether the policy lets a message leave, and {@link milena.router.lever} whether an operator
 * holds it back, who is heard by {@link milena.router.command} and through {@code mail.control} in
 * every partition. Beside the way, {@link milena.router.past} knows what had become of submissions
 * before a queue was lost, {@link milena.router.trim} removes from the topics what nobody needs any
 * more, and {@link milena.router.trial} runs a policy over recorded mail in virtual time. {@link
 * milena.router.RouterService} wires all of it by hand; each stage fails and recovers by itself.
 * Next: a delivery worker.
 */
@NullMarked
package milena.router;

import org.jspecify.annotations.NullMarked;
