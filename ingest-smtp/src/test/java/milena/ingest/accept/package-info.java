/**
 * Tests of the step {@code accept} alone. They need no broker. What they check is told by their
 * names.
 */
@NullMarked
package milena.ingest.accept;

import org.jspecify.annotations.NullMarked;
