/**
 * How fast each tenant may send, over all doors of all processes.
 *
 * <p>What comes in: a tenant's name, and how many messages and recipients it would like to hand in.
 * What goes out: a yes, or how long to wait, at once. The limits are those of the {@link
 * milena.tenants.book.Roster}; the permits are this process's shares of them, which {@link
 * milena.limits} keeps. What may fail: the owner of a limit is away, then the last share stays in
 * force. Next: each door tells its client in its own words when to come back.
 */
@NullMarked
package milena.tenants.rate;

import org.jspecify.annotations.NullMarked;
