/**
 * What tests of several modules stand on: a real broker and what is in its log.
 *
 * <p>What comes in is a folder of the test's; what goes out is a {@link milena.testing.TestBroker}
 * that can be stopped and started on the same data, a {@link milena.testing.TestLog} that reads
 * what was written, and {@link milena.testing.FixedIds} where a registry would be too much. What
 * may fail is the broker's start, which fails the test. Nothing of this is in the program.
 */
@NullMarked
package milena.testing;

import org.jspecify.annotations.NullMarked;
