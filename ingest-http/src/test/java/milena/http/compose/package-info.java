/**
 * Tests of how messages are composed, where no socket is needed for it. Clocks are numbers that a
 * test sets. What templates may have is tested over the wire, where its answer is seen.
 */
@NullMarked
package milena.http.compose;

import org.jspecify.annotations.NullMarked;
