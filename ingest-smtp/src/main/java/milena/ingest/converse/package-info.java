/**
 * The conversation: SMTP as a server speaks it (RFC 5321), one session for each connection.
 *
 * <p>What comes in are bytes, which {@link milena.ingest.converse.CommandDecoder} turns into {@link
 * milena.ingest.converse.Command}s; {@link milena.ingest.converse.Dialogue} answers each by the
 * table of {@link milena.ingest.converse.Verb}s and says which {@link
 * milena.ingest.converse.Session} state comes next. It touches no socket and never waits. {@link
 * milena.ingest.converse.SmtpConversation} brings it what comes over the socket and takes the
 * replies back; {@link milena.ingest.converse.Course} carries out what it decided, with the
 * message, the log and the timers. STARTTLS makes that hand the channel to a {@link
 * milena.ingest.converse.StartTls} and begin anew behind it. What may fail is the client: it hears
 * a reply for everything it does wrong, and 421 when it does so too often or too slowly. Where
 * next: what a transaction says and holds goes to {@link milena.ingest.accept}.
 */
@NullMarked
package milena.ingest.converse;

import org.jspecify.annotations.NullMarked;
