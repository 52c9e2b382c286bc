package milena.router.shape;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import milena.router.shape.HoldStore.ReadyQueue;

/**
 * The keys of what a partition holds, in the order in which they are read.
 *
 * <pre>
 *   h offset                              a submission that waits
 *   o offset                              a submission that is outstanding
 *   t time offset                         when something happens to one that waits
 *   q site 0 tenant 0 campaign 0 pool 0 priority offset    what is ready
 *   p lever 0 offset                      what is parked under a lever
 *   v lever                               levers in force
 *   e effect                              what reactions did that is in force
 *   c                                     how many wait, by reason
 * </pre>
 */
final class HoldKeys {
  static final byte WAITING = 'h';
  static final byte OUTSTANDING = 'o';
  static final byte TIMER = 't';
  static final byte READY = 'q';

  static final byte PARKED = 'p';
  static final byte EFFECT = 'e';

  /** Priorities are -9 to 9; the byte of the highest must come first. */
  private static final int PRIORITY_ORIGIN = 100;

  private static final int WORDS = 4;

  private HoldKeys() {}

  static byte[] key(byte kind, long offset) {
    return ByteBuffer.allocate(9).put(kind).putLong(offset).array();
  }

  static byte[] timerKey(long time, long offset) {
    return ByteBuffer.allocate(17).put(TIMER).putLong(time).putLong(offset).array();
  }

  static byte[] parkedKey(String lever, long offset) {
    var id = lever.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + id.length + 8)
        .put(PARKED)
        .put(id)
        .put((byte) 0)
        .putLong(offset)
        .array();
  }

  static byte[] readyPrefix(ReadyQueue queue) {
    var site = queue.site().getBytes(StandardCharsets.UTF_8);
    var tenant = queue.tenant().getBytes(StandardCharsets.UTF_8);
    var campaign = queue.campaign().getBytes(StandardCharsets.UTF_8);
    var pool = queue.pool().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(6 + site.length + tenant.length + campaign.length + pool.length)
        .put(READY)
        .put(site)
        .put((byte) 0)
        .put(tenant)
        .put((byte) 0)
        .put(campaign)
        .put((byte) 0)
        .put(pool)
        .put((byte) 0)
        .put((byte) (PRIORITY_ORIGIN - queue.priority()))
        .array();
  }

  static byte[] readyKey(Held held) {
    return readyKey(readyPrefix(held.queue()), held.offset);
  }

  static byte[] readyKey(byte[] prefix, long offset) {
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(offset).array();
  }

  static ReadyQueue queueOf(byte[] key) {
    var words = new String[WORDS];
    int from = 1;
    for (int i = 0; i < words.length; i++) {
      int end = from;
      while (key[end] != 0) {
        end++;
      }
      words[i] = new String(key, from, end - from, StandardCharsets.UTF_8);
      from = end + 1;
    }
    return new ReadyQueue(words[0], words[1], words[2], words[3], PRIORITY_ORIGIN - key[from]);
  }

  /** The first key after all that start with a prefix; its last byte is a priority or a zero. */
  static byte[] end(byte[] prefix) {
    var end = prefix.clone();
    end[end.length - 1]++;
    return end;
  }
}
