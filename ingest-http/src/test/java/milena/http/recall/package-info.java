/**
 * Tests of what is known of keys. The ledger decides from records alone, so they are given to it by
 * hand. Time is a number.
 */
@NullMarked
package milena.http.recall;

import org.jspecify.annotations.NullMarked;
