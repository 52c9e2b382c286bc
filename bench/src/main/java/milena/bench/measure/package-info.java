/**
 * What the load generator and the sink both need to measure one message from end to end.
 *
 * <p>In come durations in nanoseconds and the stamp that the load generator writes into each
 * message; out go percentiles, and the same stamp read back by the sink at the other end. A stamp
 * that is missing or damaged reads as absent, never as a wrong time. From here on see {@code
 * milena.bench.load}, where stamps are written, and {@code milena.bench.sink}, where they are read.
 */
@NullMarked
package milena.bench.measure;

import org.jspecify.annotations.NullMarked;
