/**
 * Requests that are known from before: a client that heard nothing sends the same once more, under
 * the same key, and gets the first answer.
 *
 * <p>What comes in is a key and the hash of a body, from {@link milena.http.InjectWay}. What goes
 * out is a {@link milena.http.recall.Recollection}: an answer that is there already, or the leave
 * to make one. {@link milena.http.recall.KeyLedger} decides by the order of the records in {@code
 * mail.idempotency}, which all nodes read alike, so that one of two that begin at once wins
 * everywhere; {@link milena.http.recall.Recall} reads and writes them. What may fail is Kafka: then
 * no such request is begun, or one that was done is done again, under the same message ids. Next:
 * {@code request}.
 */
@NullMarked
package milena.http.recall;

import org.jspecify.annotations.NullMarked;
