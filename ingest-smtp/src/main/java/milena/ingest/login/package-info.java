/**
 * Logging in over SMTP (RFC 4954).
 *
 * <p>What comes in are the responses of one client, without their base 64; what goes out of each is
 * a {@link milena.ingest.login.SaslStep}: a challenge, something that is being checked, or that it
 * cannot be read. {@link milena.ingest.login.Mechanism} has what can be chosen, {@link
 * milena.ingest.login.Sasl} the states of an exchange, and {@link milena.ingest.login.LoginDesk}
 * asks the tenants' book. What may fail is the client's proof, or that the book is not read yet,
 * which the client hears as a temporary failure. Where next: {@code converse} goes on as whom the
 * verdict names.
 */
@NullMarked
package milena.ingest.login;

import org.jspecify.annotations.NullMarked;
