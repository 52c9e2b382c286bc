/**
 * Ingest as its clients and the router see it. Real sockets go in, a real broker takes what comes
 * out, and the tests read both sides. Tests of one step alone are in that step's package.
 */
@NullMarked
package milena.ingest;

import org.jspecify.annotations.NullMarked;
