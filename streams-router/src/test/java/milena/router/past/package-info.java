/** Tests of what is remembered: facts go in, in any order, and what is known of one comes out. */
@NullMarked
package milena.router.past;

import org.jspecify.annotations.NullMarked;
