/**
 * Tests of the step {@code listen} alone. They need no broker. What they check is told by their
 * names.
 */
@NullMarked
package milena.ingest.listen;

import org.jspecify.annotations.NullMarked;
