/**
 * Step 2 of the way: the router, which says where each submission goes.
 *
 * <p>What comes in are accepted transactions ({@code mail.submissions}) and the suppressions of the
 * same recipients; what goes out, for each recipient, is either an ending (suppressed, rejected,
 * bounced) or a place in its site shard's queue. {@link milena.router.route.Recipients} takes a
 * transaction apart, {@link milena.router.route.Router} decides, {@link
 * milena.router.route.ParkingLot} keeps submissions whose domain's site is still being asked for,
 * {@link milena.router.route.RepeatableIds} the ids under which a repeat would be dropped, and
 * {@link milena.router.route.RouteLogic} translates. DNS answers come from other threads and are
 * taken up between polls, so that a silent name server delays only its own domains. Next: {@code
 * milena.router.shape} takes the submission from its queue.
 */
@NullMarked
package milena.router.route;

import org.jspecify.annotations.NullMarked;
