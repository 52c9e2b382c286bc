/**
 * How a limit is shared: the decisions, without Kafka and without a clock.
 *
 * <p>What comes in: {@link milena.limits.share.Report}s of those who use a limit, and the time.
 * What goes out: {@link milena.limits.share.Award}s of shares whose sum is never above the limit,
 * by {@link milena.limits.share.Owner}; and, by {@link milena.limits.share.Shares} on the other
 * side, whether something may be done now. What may fail: a message is late, doubled or lost, or
 * somebody dies; a share that was lowered counts as used until its holder says that it goes by
 * less, or has been silent for a lease. Next: {@link milena.limits.LimitService} carries reports
 * and awards.
 */
@NullMarked
package milena.limits.share;

import org.jspecify.annotations.NullMarked;
