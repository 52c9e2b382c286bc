/** Tests of what decides whether mail may leave. */
@NullMarked
package milena.router.gate;

import org.jspecify.annotations.NullMarked;
