/**
 * Tests of what is mail. What comes in are records; what goes out is what is decided of them. Their
 * ids are part of that.
 */
@NullMarked
package milena.outbox.check;

import org.jspecify.annotations.NullMarked;
