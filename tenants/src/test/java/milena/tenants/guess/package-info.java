/**
 * The rule about guessing, in virtual time. Attackers here have as many addresses as they like.
 * Nothing sleeps.
 */
@NullMarked
package milena.tenants.guess;

import org.jspecify.annotations.NullMarked;
