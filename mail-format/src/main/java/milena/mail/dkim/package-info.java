/**
 * Signs mail with DKIM (RFC 6376, RFC 8301).
 *
 * <p>What comes in is a message as it will be sent, its header in one piece and its body in slices,
 * and the key of a domain; what goes out is the DKIM-Signature field to put before it. A key that
 * cannot be used is refused when it is read, with an {@link java.lang.IllegalArgumentException}
 * that says why and never quotes it; signing itself does not fail. The time is passed in, and
 * nothing here asks the DNS. Next, the message is stuffed by {@link milena.mail.mime.DotStuffer}
 * and sent.
 */
@NullMarked
package milena.mail.dkim;

import org.jspecify.annotations.NullMarked;
