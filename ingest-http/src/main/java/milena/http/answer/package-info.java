/**
 * What a client hears: a status, and a body that is JSON or a problem document (RFC 9457).
 *
 * <p>What comes in are facts, from every step. What goes out is a {@link milena.http.answer.Reply},
 * which {@code listen} puts on the wire and which names the field that it is about, as a JSON
 * pointer. Nothing fails here. Next: the client.
 */
@NullMarked
package milena.http.answer;

import org.jspecify.annotations.NullMarked;
