/**
 * Lanes and connections: what has permission to leave waits here for a connection to its site.
 *
 * <p>What comes in is a {@link milena.delivery.connect.Consignment}, offered to {@link
 * milena.delivery.connect.Lanes}; what goes out is one {@link
 * milena.delivery.outcome.AttemptOutcome} for each. A lane opens as many connections to its site as
 * its queue justifies and its limits allow, uses each for many messages, and closes it when idle.
 * Consignments of one message that wait together share a transaction; each has its own outcome.
 * What may fail is reaching any host of the site: then all that waited for that connection are
 * deferred together. Connections leave from a source, under what {@code milena.delivery.path} says
 * of it; when nothing can leave from it, what waits is not tried. A message that has a connection
 * goes on to {@code milena.delivery.send}.
 */
@NullMarked
package milena.delivery.connect;

import org.jspecify.annotations.NullMarked;
