/** Writers under faults that a log can have. */
@NullMarked
package milena.registry.write;

import org.jspecify.annotations.NullMarked;
