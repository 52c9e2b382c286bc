package milena.schemas;

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
   * @throws UnreadableRecord when the bytes are no such record
   */
  T decode(byte[] value) throws UnreadableRecord;
}
