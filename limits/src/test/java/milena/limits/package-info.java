/** Tests of limits that processes share. */
@NullMarked
package milena.limits;

import org.jspecify.annotations.NullMarked;
