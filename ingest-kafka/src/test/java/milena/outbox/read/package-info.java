/**
 * Tests of how far an outbox may be committed. What comes in are offsets in any order; what goes
 * out is the one from which a successor goes on.
 */
@NullMarked
package milena.outbox.read;

import org.jspecify.annotations.NullMarked;
