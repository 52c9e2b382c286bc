/**
 * How much guessing is borne.
 *
 * <p>What comes in: who tries to log in, from where, and whether it came to nothing. What goes out:
 * whether another try is allowed now, and how long to wait with the answer to a wrong one ({@link
 * milena.tenants.guess.Guesses} says by which rule). What may fail: more addresses guess than there
 * is room for, then the least of them are forgotten; the memory stays the same. Next: {@link
 * milena.tenants.Logins} asks before each costly check.
 */
@NullMarked
package milena.tenants.guess;

import org.jspecify.annotations.NullMarked;
