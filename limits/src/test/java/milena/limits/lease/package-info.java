/** Tests of limits that hold. */
@NullMarked
package milena.limits.lease;

import org.jspecify.annotations.NullMarked;
