/**
 * The comparison: what is done to which side, in which order, and what is written down.
 *
 * <p>In come scenarios; each is set up once for every side in turn, warmed up, and then measured in
 * rounds that alternate, so that a machine that grows slower in the meantime does so for both. Out
 * goes one file of results. A message that is missing at the end of a round, or a side that does
 * not start, ends the comparison with an error: there are no figures for a run that lost something.
 * The data is in {@link milena.bench.compare.Scenarios}; the sides are in {@code milena.bench.rig},
 * and {@code milena.bench.page} makes the results readable.
 */
@NullMarked
package milena.bench.compare;

import org.jspecify.annotations.NullMarked;
