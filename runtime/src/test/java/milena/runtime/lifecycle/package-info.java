/**
 * Tests of starting and stopping together. What comes in are services that record what is asked of
 * them, and some that fail. What goes out is the order of the calls and the state reached.
 */
@NullMarked
package milena.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
