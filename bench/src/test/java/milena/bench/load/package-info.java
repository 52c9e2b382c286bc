/** Tests of {@code milena.bench.load}. */
@NullMarked
package milena.bench.load;

import org.jspecify.annotations.NullMarked;
