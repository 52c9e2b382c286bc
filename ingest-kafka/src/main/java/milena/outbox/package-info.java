/**
 * A door of its own: topics into which tenants' programs write their mail.
 *
 * <p>What comes in are {@code OutboundMail} records in {@code mail.outbox.<tenant>}; what goes out
 * is a {@code Submission} for each in {@code mail.submissions}, under an id that follows from the
 * record, so that one that is read again is known again. {@link milena.outbox.read} reads, {@link
 * milena.outbox.check} decides, {@link milena.outbox.refuse} says what was not taken. What may fail
 * is the log: then nothing is committed, and reading stands still until it is back. Where next: the
 * router, which drops what it has met.
 */
@NullMarked
package milena.outbox;

import org.jspecify.annotations.NullMarked;
