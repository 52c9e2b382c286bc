/** The log's meaning, over any order of writers, losses and compaction. */
@NullMarked
package milena.registry.fold;

import org.jspecify.annotations.NullMarked;
