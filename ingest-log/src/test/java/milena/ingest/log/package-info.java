/**
 * Tests of the step {@code log} alone. They need no broker. What they check is told by their names.
 */
@NullMarked
package milena.ingest.log;

import org.jspecify.annotations.NullMarked;
