/**
 * Tests of the step {@code converse} alone. They need no broker. What they check is told by their
 * names.
 */
@NullMarked
package milena.ingest.converse;

import org.jspecify.annotations.NullMarked;
