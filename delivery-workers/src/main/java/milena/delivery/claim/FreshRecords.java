package milena.delivery.claim;

import org.jspecify.annotations.Nullable;

/**
 * What a door of the same process has just written to {@code mail.submissions}, as the log has
 * acknowledged it: a worker that is soon told to send it need not fetch it. It saves the way and
 * nothing rests on it, since what is not here is in the log. Shared by threads.
 *
 * <p>Only small records are kept, which most mail is: of large ones few would fit, and they would
 * push each other out before their turn. Each is given once, to the first recipient's attempt.
 */
public final class FreshRecords {
  /** Bytes of a record that are kept at most. */
  private static final int LARGEST = 16 << 10;

  /** What comes in within about a second at the highest rate of one node. */
  private static final long ALL = 8L << 20;

  private final RecordCache records = new RecordCache(ALL);

  /** Takes a record of {@code mail.submissions} that the log has acknowledged at a place. */
  public void add(int partition, long offset, byte[] value) {
    if (value.length <= LARGEST) {
      records.put(new Spot(partition, offset), value);
    }
  }

  /** Gives a record away, or null when it is not here. */
  byte @Nullable [] take(Spot spot) {
    return records.take(spot);
  }
}
