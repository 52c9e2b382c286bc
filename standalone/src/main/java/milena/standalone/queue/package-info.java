/**
 * Levers on live queues: between operators and the router.
 *
 * <p>What comes in at {@link milena.standalone.queue.RouterDesk} are an operator's wishes by HTTP;
 * it gives commands to the log and asks the shaper of this process what waits. On the other side,
 * {@link milena.standalone.queue.QueueClient} asks one or more processes for the command line, and
 * {@link milena.standalone.queue.QueueReport} adds up what they say. What may fail is the log, a
 * process that does not answer, or a wish that makes no sense; each says what to do next.
 */
@NullMarked
package milena.standalone.queue;

import org.jspecify.annotations.NullMarked;
