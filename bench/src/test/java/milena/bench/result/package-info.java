/** Tests of {@code milena.bench.result}. */
@NullMarked
package milena.bench.result;

import org.jspecify.annotations.NullMarked;
