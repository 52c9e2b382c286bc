/** The client against registries that answer, refuse, stall and lie. */
@NullMarked
package milena.schemas.registry;

import org.jspecify.annotations.NullMarked;
