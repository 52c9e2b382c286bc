/**
 * Tests of what a lookup reads. The horizon decides from keys and times alone, so they are given to
 * it by hand; how far a reading goes is told by a real broker, in a log whose times are made up.
 */
@NullMarked
package milena.http.follow;

import org.jspecify.annotations.NullMarked;
