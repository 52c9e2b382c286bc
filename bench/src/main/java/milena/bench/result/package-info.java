/**
 * What a comparison is made of and what it found, as records that are also the file of its results.
 *
 * <p>In come scenarios, which are data, and the figures of each round; out goes one JSON file, and
 * from it medians and whether each target was reached. A figure that a round did not measure is
 * absent, never zero. Filled by {@code milena.bench.compare}, told to people by {@code
 * milena.bench.page}.
 */
@NullMarked
package milena.bench.result;

import org.jspecify.annotations.NullMarked;
