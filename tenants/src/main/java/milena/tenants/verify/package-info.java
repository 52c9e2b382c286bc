/**
 * The proof of who somebody is, as pure functions and one machine: no clock, no log, no network.
 *
 * <p>What comes in: a password, an API key, or the messages of a SCRAM exchange, and what is kept
 * to check them against. What goes out: yes or no, and what a SCRAM server says next. What may
 * fail: everything that a client sends, which is why parsing is bounded and strict, comparisons
 * take the same time whatever differs, and an unknown login is answered like a known one ({@link
 * milena.tenants.verify.Decoys}). Nothing that is kept is a secret in the clear. Next: {@link
 * milena.tenants.book} keeps verifiers under their owners.
 */
@NullMarked
package milena.tenants.verify;

import org.jspecify.annotations.NullMarked;
