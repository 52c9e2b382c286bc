package milena.schemas;

import org.jspecify.annotations.Nullable;

/**
 * Turns records of one topic into bytes and back. Safe for use by several threads.
 *
 * @param <T> the record
 */
public interface RecordCodec<T> {

  /** The record as a value of its topic. */
  byte[] encode(T record);

  /**
   * The record in a value of its topic.
   *
   * @param value null, as Kafka gives it, where a record has none
   * @throws UnreadableRecord when the bytes are no such record, or there are none
   */
  T decode(byte @Nullable [] value) throws UnreadableRecord;
}
