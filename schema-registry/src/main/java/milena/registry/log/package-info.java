/**
 * The registry's topic. Entries go in and are acknowledged once they are durable; a ledger comes
 * out that follows the topic's end.
 *
 * <p>{@link milena.registry.log.SchemaLog} is what the writer and the readers see of it, {@link
 * milena.registry.log.KafkaSchemaLog} is the one over Kafka: a producer, and a thread that reads.
 * What may fail is {@link milena.registry.log.LogUnavailable}: no acknowledgement, or no progress
 * in time, after which an entry may or may not be in the log. A topic that lost its end is read
 * again from the start. Next: {@code write} decides who may append.
 */
@NullMarked
package milena.registry.log;

import org.jspecify.annotations.NullMarked;
