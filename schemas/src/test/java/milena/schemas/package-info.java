/** What the contract promises: that it can grow, and that strange bytes do no harm. */
@NullMarked
package milena.schemas;

import org.jspecify.annotations.NullMarked;
