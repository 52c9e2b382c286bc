/**
 * What a message is, as bytes: dot-stuffing, header fields and transfer encodings (RFC 5321 §4.5.2,
 * RFC 5322, RFC 2045).
 *
 * <p>What comes in are slices of a message at any split: from a client's DATA into {@link
 * milena.mail.mime.DotUnstuffer}, from the log into {@link milena.mail.mime.DotStuffer} and {@link
 * milena.mail.mime.EightBitDowngrade}. What goes out is written to a {@link
 * milena.mail.mime.ByteSink}, so that a large body never stands in memory whole; only header blocks
 * do, and they are bounded. Content that could smuggle a second message past another server is a
 * {@link milena.mail.mime.DataFault}, not an exception; content that was declared binary (RFC 3030)
 * has to be lines in its header only, and is encoded for whoever takes lines alone. What cannot be
 * said in seven bits is a {@link milena.mail.mime.SevenBitPlan.Impossible}. Next, accepted content
 * goes to the log, and outgoing content is signed in {@code milena.mail.dkim} before it is stuffed.
 */
@NullMarked
package milena.mail.mime;

import org.jspecify.annotations.NullMarked;
