/**
 * What the log says. Entries come in, in the order of the topic; a {@link
 * milena.registry.fold.Ledger} of subjects, versions, ids and levels comes out, the same one for
 * every reader.
 *
 * <p>{@link milena.registry.fold.Fold} leaves out what a writer wrote after it had lost the right
 * to: each writer begins an epoch, and only the newest epoch's own entries count. {@link
 * milena.registry.fold.Registration} decides from a ledger what a new schema becomes; a refusal is
 * a value, {@link milena.registry.fold.Refusal}, with the REST API's code. Nothing here knows of
 * Kafka, HTTP or time. Next: {@code log} moves entries to and from the topic.
 */
@NullMarked
package milena.registry.fold;

import org.jspecify.annotations.NullMarked;
