/**
 * Tests of the header block. What comes in are messages whole and in pieces; what goes out is what
 * is said of them. Neither the pieces nor what follows the block may matter.
 */
@NullMarked
package milena.ingest.header;

import org.jspecify.annotations.NullMarked;
