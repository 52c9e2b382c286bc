/**
 * Step 3 of the way: the shaper, which decides when each waiting submission may leave.
 *
 * <p>What comes in are routed submissions ({@code mail.queue}), results of attempts ({@code
 * mail.attempts}) and what every partition must know ({@code mail.control}); what goes out are
 * dispatches, one for each attempt, and events, of which exactly one is a submission's ending.
 * {@link milena.router.shape.ShardShaper} decides for one partition and knows neither Kafka nor a
 * clock; {@link milena.router.shape.HoldStore} keeps what waits, in a timer index and in ready
 * queues, so that memory holds only the heads of active sites, as far as there is {@link
 * milena.router.shape.Room}: a site that nothing was asked of for long dozes, and what was read
 * ahead of it is read again. {@link milena.router.shape.ShapeLogic} translates between records and
 * decisions. An unreadable record ends its submission as rejected and leaves a dead letter. Next: a
 * delivery worker takes the dispatch.
 *
 * <pre>
 *   arrived ──► READY ──release──► OUTSTANDING ──delivered, bounced──► ended
 *     │           ▲                    │   │
 *     ▼           └──not tried, lost───┘   │
 *   DEFERRED ◄────────deferred─────────────┘        any of them ──expiry──► ended
 *     └──due──► READY
 * </pre>
 */
@NullMarked
package milena.router.shape;

import org.jspecify.annotations.NullMarked;
