/** Tests of {@code milena.bench.host}. */
@NullMarked
package milena.bench.host;

import org.jspecify.annotations.NullMarked;
