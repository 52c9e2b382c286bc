/**
 * Limits that hold: the decisions, without Kafka and without a clock.
 *
 * <p>What comes in: {@link milena.limits.lease.Permits} is asked whether something may be done now,
 * and says in {@link milena.limits.lease.Ask}s what it could use; {@link
 * milena.limits.lease.Lessor}, in the process that owns the partition, answers them. What goes out:
 * {@link milena.limits.lease.Lease}s of shares, whose sum never exceeds the limit. A lease ends a
 * second after its user asked for it, by that user's clock; so its owner, who heard of it later,
 * never takes it for ended too early, and no two clocks are compared. What may fail: anything is
 * late, lost or doubled, anybody dies or freezes, two believe that they own a limit. Then something
 * waits that might have gone, and nothing goes that had to wait. Next: {@link
 * milena.limits.LimitService} carries what is said.
 */
@NullMarked
package milena.limits.lease;

import org.jspecify.annotations.NullMarked;
