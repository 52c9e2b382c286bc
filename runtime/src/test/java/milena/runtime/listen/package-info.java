/**
 * Tests of what listeners have in common. What comes in are addresses of clients, who do not exist.
 * What goes out is who of them may come in.
 */
@NullMarked
package milena.runtime.listen;

import org.jspecify.annotations.NullMarked;
