/** Tests of {@code milena.bench.compare}. */
@NullMarked
package milena.bench.compare;

import org.jspecify.annotations.NullMarked;
