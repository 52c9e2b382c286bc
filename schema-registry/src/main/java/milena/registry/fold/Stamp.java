package milena.registry.fold;

/**
 * Who wrote an entry, and the entry's key in the topic. No two entries have the same one, so that
 * compaction, which keeps the last entry of a key, never takes one away for another: least of all a
 * valid one for one that a writer added after it had been replaced.
 *
 * @param epoch from 1, higher for each new writer
 * @param writer a name that no other term of any process has: epochs can come twice after the log's
 *     tail was lost
 * @param sequence 0 for the entry that begins the epoch, then 1, 2, …
 */
public record Stamp(long epoch, String writer, long sequence) {

  /** Whether both were written in one term. */
  public boolean sameTerm(Stamp other) {
    return epoch == other.epoch && writer.equals(other.writer);
  }
}
