/**
 * Beside step 3 of the way: an operator's levers on what waits.
 *
 * <p>What comes in are commands ({@code mail.commands}, copied to every partition of {@code
 * mail.control}); {@link milena.router.lever.LeverRules} says which levers are in force after one,
 * and {@link milena.router.lever.Levers} which of them has a hold on a submission now. Both are
 * pure, and know neither the store nor a clock. Nothing here fails: a command that cannot be
 * carried out changes nothing, and the door that took it has said so. Next: the shaper asks before
 * every release, and moves what waits a little at a time.
 *
 * <pre>
 *   suspend ──► ACTIVE ──resume, its end──► RETURNING ──► gone
 *   cancel  ──► ACTIVE ──undo──► RETURNING ──► gone
 *                 └──final──► ENDING ──► gone
 *   flush, requeue ──► ACTIVE ──► gone
 * </pre>
 */
@NullMarked
package milena.router.lever;

import org.jspecify.annotations.NullMarked;
