/**
 * What an address is: mailboxes, domains and the paths of MAIL and RCPT (RFC 5321 §4.1.2, RFC
 * 6531).
 *
 * <p>What comes in is the rest of a command line after {@code FROM:} or {@code TO:}, as bytes, or
 * an address that an operator typed. What goes out is a {@link milena.mail.address.PathResult}: a
 * {@link milena.mail.address.Path} with its ESMTP parameters, or the reply that says what is wrong
 * with it. Nothing here asks the DNS and nothing throws on hostile input; work and memory are
 * linear in the line. Next, a session puts the mailboxes into its transaction, and the canonical
 * form of a {@link milena.mail.address.Mailbox} becomes the key under which suppressions are kept.
 */
@NullMarked
package milena.mail.address;

import org.jspecify.annotations.NullMarked;
