/**
 * Suppressions by hand: what an operator lists, adds and lifts.
 *
 * <p>What comes in: an address, a tenant, and who wants it why. What goes out: an entry of {@code
 * mail.suppressions}, keyed and placed as the bounce processor does it, and acknowledged by all
 * replicas; or the entries that are there. What may fail: a cluster whose salt is not written yet,
 * since keys cannot be made without it. Next: the router takes entries up and ends mail to these
 * addresses without a connection, and tells the shapers about what waits already.
 */
@NullMarked
package milena.standalone.suppression;

import org.jspecify.annotations.NullMarked;
