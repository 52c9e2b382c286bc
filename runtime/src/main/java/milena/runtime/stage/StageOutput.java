package milena.runtime.stage;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Where a stage's records go: all of a transaction become visible together with its offsets. */
public interface StageOutput {

  /** Writes a record. */
  void send(ProducerRecord<byte[], byte[]> record);

  /**
   * Notes a change of state for the changelog; only the last for a key within a transaction is
   * written.
   *
   * @param value null when the key is gone
   */
  void log(int partition, StoreKey key, byte @Nullable [] value);
}
