/**
 * What a server answers: replies and enhanced status codes (RFC 5321 §4.2, RFC 2034, RFC 3463).
 *
 * <p>What comes in are the bytes of a connection at any split; what goes out, one by one, are
 * {@link milena.mail.reply.SmtpReply} records. A server that does not speak SMTP, or that never
 * stops talking, ends the {@link milena.mail.reply.ReplyParser} with a {@link
 * milena.mail.reply.ReplyProgress.Malformed}; memory stays bounded until then. Next, a reply is
 * classified in {@code milena.mail.classify}.
 */
@NullMarked
package milena.mail.reply;

import org.jspecify.annotations.NullMarked;
