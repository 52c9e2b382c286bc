package milena.runtime.stage;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a stage does. All calls come from the stage's one thread; none may block on the network.
 *
 * <p>Whatever a logic keeps in memory for a partition is dropped with {@link #dropped} and built
 * again from the store in {@link #assigned}: after a failure, too.
 */
public interface StageLogic {

  /** One entry of the changelog, to be put into the store; a null value takes the key away. */
  void restore(PartitionStore store, byte[] key, byte @Nullable [] value);

  /** The partition is ours and its store is up to date; its streams start now. */
  void assigned(PartitionStore store);

  /** The partition is no longer ours, or its uncommitted changes are forgotten. */
  void dropped(int partition);

  /** One record of a stream. */
  void record(ConsumerRecord<byte[], byte[]> record, PartitionStore store, StageOutput output);

  /**
   * One record of a table; it may come before its partition is {@link #assigned}.
   *
   * @param known whether the group has met it before: it is read again only to fill a store
   */
  void table(
      ConsumerRecord<byte[], byte[]> record,
      PartitionStore store,
      StageOutput output,
      boolean known);

  /**
   * Called between polls: whatever is due by now may be done.
   *
   * @return milliseconds until it wants to be called again, at the latest
   */
  long timePassed(StageOutput output);

  /**
   * What everybody should know of a partition that has started: kept with the offsets of its first
   * stream, in the same transaction, so that it is true of what was taken up until then. Asked
   * after {@link #beforeCommit}; empty for nothing.
   */
  default String note(int partition) {
    return "";
  }

  /** Changes that are still in memory alone are to be written to the stores now. */
  void beforeCommit(StageOutput output);
}
