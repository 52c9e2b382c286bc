/**
 * Who asks: the first thing that is looked at, before any of a body is read.
 *
 * <p>What comes in is an Authorization field and an address, from {@code listen}. What goes out is
 * an {@link milena.http.login.Admittance}: as which tenant the client came in, or the answer that
 * it gets and when. {@link milena.http.login.Entrance} asks {@code milena.tenants}; where nobody
 * has made a tenant yet, the networks of the configuration may come in without a word. What may
 * fail is a login, and that counts against its address. Next: {@code request}.
 */
@NullMarked
package milena.http.login;

import org.jspecify.annotations.NullMarked;
