/**
 * Tests of claiming. The rules run in virtual time with kills, freezes and clocks of different
 * rates; the rest against a real broker. What fails prints the seed that it failed with.
 */
@NullMarked
package milena.delivery.claim;

import org.jspecify.annotations.NullMarked;
