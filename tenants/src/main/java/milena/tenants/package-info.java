/**
 * Who may come in: what every door asks, whatever it speaks.
 *
 * <p>What comes in: a login and a password, an API key, a certificate's fingerprint or the messages
 * of a SCRAM exchange, and the address that they are from. What goes out: a {@link
 * milena.tenants.Verdict}. {@link milena.tenants.book} knows tenants and credentials from {@code
 * mail.credentials}, {@link milena.tenants.verify} checks proofs, {@link milena.tenants.guess} says
 * how much guessing is borne; {@link milena.tenants.Logins} puts them together. What may fail: the
 * credentials are not read yet, or more passwords are to be checked at a time than there are
 * threads and places for; both are verdicts, for the client to come again. Next: the door puts the
 * tenant into what it accepts.
 */
@NullMarked
package milena.tenants;

import org.jspecify.annotations.NullMarked;
