/**
 * The time of a process: the time of day as it was at the start, moved on by the monotonic clock.
 *
 * <p>All of a process has the same one, Kafka's clients and the embedded broker included ({@link
 * org.apache.kafka.common.utils.SystemTime}). What may fail: somebody sets the machine's clock;
 * then nothing changes here until the next start, and {@code milena_clock_drift_seconds} tells.
 */
@NullMarked
package milena.runtime.clock;

import org.jspecify.annotations.NullMarked;
