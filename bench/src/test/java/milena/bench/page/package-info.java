/** Tests of {@code milena.bench.page}. */
@NullMarked
package milena.bench.page;

import org.jspecify.annotations.NullMarked;
