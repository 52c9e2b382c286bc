/**
 * The public contract of Milena: what is in each topic, under which key, in which partition, kept
 * how long, and how it is written as bytes.
 *
 * <p>{@link milena.schemas.Topics} is the catalogue and the first thing to read. The record classes
 * of this package are generated from the {@code .avsc} files beside it; {@link
 * milena.schemas.RecordFormat} turns them into bytes in the Confluent wire format and back, and
 * fails with {@link milena.schemas.UnreadableRecord} where bytes are not what they should be.
 * {@link milena.schemas.RecipientHash} and {@link milena.schemas.ShardMap} are the only places
 * where keys and partitions are made. Nothing here knows of services: users' programs depend on
 * this module alone.
 */
@NullMarked
package milena.schemas;

import org.jspecify.annotations.NullMarked;
