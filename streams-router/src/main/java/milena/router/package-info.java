/**
 * The router and the shaper: from an accepted transaction to the permission to make an attempt.
 *
 * <p>What comes in are {@code mail.submissions}, {@code mail.suppressions}, {@code mail.attempts};
 * what goes out are {@code mail.queue}, {@code mail.dispatch} and {@code mail.events}. The order of
 * the way is {@link milena.router.route}, then {@link milena.router.shape}; both write through
 * {@link milena.router.letter}, and between them is the topic {@code mail.queue}. {@link
 * milena.router.RouterService} wires both stages by hand; each fails and recovers by itself. Next:
 * a delivery worker.
 */
@NullMarked
package milena.router;

import org.jspecify.annotations.NullMarked;
