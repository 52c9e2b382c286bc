/**
 * Tests of what a trial reads and of its workers: facts and mail go in, what is tried comes out.
 */
@NullMarked
package milena.standalone.trial;

import org.jspecify.annotations.NullMarked;
