/**
 * Whether a record of an outbox is mail.
 *
 * <p>What comes in is a decoded record, its place and its tenant; what goes out is {@link
 * milena.outbox.check.Checked}: mail that is ready for the log, or why there is none. {@link
 * milena.outbox.check.OutboxCheck} asks for what the SMTP door asks for as well, since what follows
 * relies on it: clean line ends, bounded sizes, addresses. {@link milena.outbox.check.DerivedIds}
 * makes the ids. All of it is pure and never fails. Where next: {@code milena.outbox.read} writes
 * what is ready, {@code milena.outbox.refuse} tells of the rest.
 */
@NullMarked
package milena.outbox.check;

import org.jspecify.annotations.NullMarked;
