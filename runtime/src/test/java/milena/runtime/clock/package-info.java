/**
 * Tests of what a process shows of itself. What comes in are declared metrics and healths. What
 * goes out is read over real HTTP, as a scraper or a supervisor does.
 */
@NullMarked
package milena.runtime.clock;

import org.jspecify.annotations.NullMarked;
