/**
 * What a message must pass before it may leave, and the source that it leaves from.
 *
 * <p>What comes in is {@link milena.policy.Traffic}, from the shaper's release; what goes out is a
 * {@link milena.router.gate.Verdict}: go, from this source, or wait, at these gates. A {@link
 * milena.router.gate.Gate} is one limit as it stands, such as the message rate of a tenant or what
 * is outstanding at a provider; {@link milena.router.gate.Terms} are all of them that hold for some
 * traffic, looked up once for each policy version. Who waits at a gate costs nothing until it
 * opens: then the first of those who wait are roused, as many as it lets pass. {@link
 * milena.router.gate.Reactions} decides what is done when servers say something. Nothing here knows
 * Kafka or a clock, and all of it belongs to the shaper's one thread. Next: {@code
 * milena.router.shape} gives the dispatch.
 */
@NullMarked
package milena.router.gate;

import org.jspecify.annotations.NullMarked;
