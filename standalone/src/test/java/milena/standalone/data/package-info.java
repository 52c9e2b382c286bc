/**
 * Tests of the data folder. What comes in are folders held by this process, by another or by none.
 * What goes out is the lock, or who has it.
 */
@NullMarked
package milena.standalone.data;

import org.jspecify.annotations.NullMarked;
