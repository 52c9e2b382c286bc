/** Tests of what may leave the log. */
@NullMarked
package milena.router.trim;

import org.jspecify.annotations.NullMarked;
