/**
 * A stage's store for tests of what is plugged into a stage. It is the real one in a folder, with
 * its commits and its forgetting; only Kafka is left out. Nothing of it is in the program.
 */
@NullMarked
package milena.runtime.stage;

import org.jspecify.annotations.NullMarked;
