/** The registry as its clients meet it: over HTTP, and over a real broker. */
@NullMarked
package milena.registry;

import org.jspecify.annotations.NullMarked;
