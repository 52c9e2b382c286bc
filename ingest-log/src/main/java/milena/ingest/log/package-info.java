/**
 * Making it durable: the last step of every door, and the only one that knows Kafka.
 *
 * <p>What comes in is a {@link milena.ingest.log.Submittal}, built by a door, and before it the
 * bytes of its body, which a {@link milena.ingest.log.ContentWriter} keeps when they are few and
 * sends on in chunks when they are many. What goes out is a {@link milena.ingest.log.LogOutcome}: a
 * {@link milena.ingest.log.LogReceipt} once every byte is acknowledged, or {@link
 * milena.ingest.log.LogUnavailable}, which an SMTP client hears as 451. What may fail is Kafka, and
 * it fails here in bounded time and memory: nothing waits longer than the log's timeout, and what
 * is held counts against one {@link milena.ingest.log.MemoryBudget}. Where next: the router reads
 * {@code mail.submissions}.
 */
@NullMarked
package milena.ingest.log;

import org.jspecify.annotations.NullMarked;
