/** Tests of the sharing of limits. */
@NullMarked
package milena.limits.share;

import org.jspecify.annotations.NullMarked;
