/**
 * What operators may do by HTTP: ask what waits, and give commands about it.
 *
 * <p>What comes in is a request that {@code login} has let in with an operator's credential; a
 * tenant's never gets here. {@link milena.http.operate.OrderReader} reads a command, and {@link
 * milena.http.operate.QueueWay} hands it to a {@link milena.http.operate.QueueDesk}, which knows
 * the log and the shaper of this process. What goes out is JSON, or a problem that says what to do
 * instead. Next: {@code answer}.
 */
@NullMarked
package milena.http.operate;

import org.jspecify.annotations.NullMarked;
