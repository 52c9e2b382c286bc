/**
 * Tests of the program as a whole. What comes in are command lines, environments and files. What
 * goes out is what an operator sees: effective values, problems, and generated reference pages that
 * must be those in the repository.
 */
@NullMarked
package milena.standalone;

import org.jspecify.annotations.NullMarked;
