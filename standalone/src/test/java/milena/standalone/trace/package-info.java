/**
 * Tests of the trace. Records come in as stages write them, a trace goes out. What may fail is its
 * order, its memory and its honesty about where a submission is.
 */
@NullMarked
package milena.standalone.trace;

import org.jspecify.annotations.NullMarked;
