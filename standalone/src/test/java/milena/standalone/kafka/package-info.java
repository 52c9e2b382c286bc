/**
 * Tests of the embedded broker with real clients. What comes in are folders, fresh, used or held by
 * somebody else. What goes out is read back by a consumer, or is the sentence an operator sees.
 */
@NullMarked
package milena.standalone.kafka;

import org.jspecify.annotations.NullMarked;
