/** Tests of {@code milena.bench.sink}. */
@NullMarked
package milena.bench.sink;

import org.jspecify.annotations.NullMarked;
