/**
 * Limits that hold over all processes of a cluster, without a round trip for what is limited.
 *
 * <p>There are two sorts. Those of what comes in go on with the last share while their owner is
 * away, and are the {@link milena.limits.share}s; those of what goes out stand still then, and are
 * {@link milena.limits.lease}d.
 *
 * <p>What comes in: the limits, by name, and who asks for permits of them. What goes out: a yes, or
 * how long to wait, at once, from this process's own {@link milena.limits.share.Shares}; meanwhile
 * it says in {@code mail.demand} what it could use. Whoever holds the partition of that topic that
 * a limit's name falls into is the limit's owner, and says in {@code mail.grants} who has which
 * share. What may fail: the owner, then everybody goes on with the last share until another process
 * owns the partition, and what is limited goes on, but for strict limits; a process, then its share
 * is given to others after a lease. As long as there is no limit, nothing is read or written. Next:
 * {@link milena.limits.share} and {@link milena.limits.lease} have the decisions; {@code
 * milena.tenants.rate} and the shaper are who asks.
 */
@NullMarked
package milena.limits;

import org.jspecify.annotations.NullMarked;
