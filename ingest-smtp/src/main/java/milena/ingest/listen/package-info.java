/**
 * Listening: sockets and the clients that knock on them.
 *
 * <p>What comes in are connections; what goes out of here is a {@link
 * milena.ingest.converse.SmtpConversation} for each, in the one pipeline of {@link
 * milena.ingest.listen.SmtpPipeline}. A {@link milena.ingest.listen.Listener} says for whom an
 * address is, and whether TLS or a PROXY header comes first. What may fail is that header, or that
 * there are too many clients, in all or from one address: {@link
 * milena.runtime.listen.ConnectionLimits} says so and the client hears 421. {@link
 * milena.ingest.listen.SmtpListener} binds and drains. Where next: {@link milena.ingest.secure} for
 * TLS, and {@link milena.ingest.converse}.
 */
@NullMarked
package milena.ingest.listen;

import org.jspecify.annotations.NullMarked;
