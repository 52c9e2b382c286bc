/** Tests of {@code milena.bench.measure}. */
@NullMarked
package milena.bench.measure;

import org.jspecify.annotations.NullMarked;
