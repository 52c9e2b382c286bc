/** Tests of what a message must pass. */
@NullMarked
package milena.router.gate;

import org.jspecify.annotations.NullMarked;
