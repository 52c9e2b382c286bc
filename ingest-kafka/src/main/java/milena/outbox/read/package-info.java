/**
 * Outboxes, read.
 *
 * <p>What comes in are records of all topics {@code mail.outbox.<tenant>}, shared among the nodes
 * of one group; what goes out is, for each, a submission in the log or a refusal. {@link
 * milena.outbox.read.OutboxReader} polls, always, and pauses its partitions while so much is under
 * way that no more should be; {@link milena.outbox.read.Handover} brings one record through; {@link
 * milena.outbox.read.Progress} says up to where all is done, and only that is committed. What may
 * fail is Kafka or the registry: a record is tried again until it is through, and one that is read
 * twice goes out under the same id. Where next: {@link milena.ingest.log}.
 */
@NullMarked
package milena.outbox.read;

import org.jspecify.annotations.NullMarked;
