/** Tests of {@code milena.bench.rig}. */
@NullMarked
package milena.bench.rig;

import org.jspecify.annotations.NullMarked;
