/**
 * HTTP on the wire: connections in, answers out.
 *
 * <p>What comes in are clients; {@link milena.http.listen.ApiConversation} reads one request after
 * another on each connection, asks {@code login} who it is from before it reads the body, spools
 * the body and has an {@link milena.http.listen.Endpoint} answer it. What goes out is a {@link
 * milena.http.answer.Reply}, in the order of the requests and only when it is final. What may fail
 * is the client: too slow, too large, too many; each has its answer, and {@link
 * milena.http.listen.Admissions} see to it that nobody holds more than its share. Next: {@code
 * login}.
 */
@NullMarked
package milena.http.listen;

import org.jspecify.annotations.NullMarked;
