/** Tests of {@code milena.bench.queues}. */
@NullMarked
package milena.bench.queues;

import org.jspecify.annotations.NullMarked;
