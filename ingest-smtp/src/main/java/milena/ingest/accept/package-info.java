/**
 * What is taken: the rules of this door, and what a message needs before it may enter the log.
 *
 * <p>What comes in are the arguments of MAIL and RCPT and the bytes after DATA, from a {@link
 * milena.ingest.accept.Peer} that {@code converse} talks to. What goes out of each question is a
 * {@link milena.ingest.accept.AcceptDecision}: accepted with its value, refused for good, or
 * deferred; and of a whole message a {@link milena.ingest.log.Submittal} for the log. What may fail
 * is the mail itself: its addresses, its size, its line ends, its number of hops. {@link
 * milena.ingest.accept.Acceptance} and {@link milena.ingest.accept.HeaderCompletion} decide without
 * a clock or a network; {@link milena.ingest.accept.MessageReceipt} takes the bytes in. Where next:
 * {@link milena.ingest.log}.
 */
@NullMarked
package milena.ingest.accept;

import org.jspecify.annotations.NullMarked;
