/**
 * Tests of the shaper: its parts one by one, and all of it in virtual time under a seeded schedule
 * of arrivals, results, losses and kills. What comes in is a seed; what goes out is the account of
 * every submission. A failing run prints its seed.
 */
@NullMarked
package milena.router.shape;

import org.jspecify.annotations.NullMarked;
