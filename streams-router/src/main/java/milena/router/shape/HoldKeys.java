package milena.router.shape;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import milena.router.shape.HoldStore.ReadyKey;
import milena.router.shape.HoldStore.ReadyQueue;

/**
 * The keys of what a partition holds, in the order in which they are read.
 *
 * <pre>
 *   h offset                              a submission that waits
 *   o offset                              a submission that is outstanding
 *   t time offset                         when something happens to one that waits
 *   r site 0 tenant 0 priority offset     what is ready
 *   p lever 0 offset                      what is parked under a lever
 *   v lever                               levers in force
 *   c                                     how many wait, by reason
 * </pre>
 */
final class HoldKeys {
  static final byte WAITING = 'h';
  static final byte OUTSTANDING = 'o';
  static final byte TIMER = 't';
  static final byte READY = 'r';
  static final byte PARKED = 'p';

  /** Priorities are -9 to 9; the byte of the highest must come first. */
  private static final int PRIORITY_ORIGIN = 100;

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

  static byte[] readyPrefix(String site, String tenant) {
    var siteBytes = site.getBytes(StandardCharsets.UTF_8);
    var tenantBytes = tenant.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 + siteBytes.length + tenantBytes.length)
        .put(READY)
        .put(siteBytes)
        .put((byte) 0)
        .put(tenantBytes)
        .put((byte) 0)
        .array();
  }

  static byte[] readyKey(Held held) {
    return readyKey(readyPrefix(held.site, held.tenant), new ReadyKey(held.priority, held.offset));
  }

  static byte[] readyKey(byte[] prefix, ReadyKey key) {
    return ByteBuffer.allocate(prefix.length + 9)
        .put(prefix)
        .put((byte) (PRIORITY_ORIGIN - key.priority()))
        .putLong(key.offset())
        .array();
  }

  static ReadyQueue queueOf(byte[] key) {
    int site = 1;
    while (key[site] != 0) {
      site++;
    }
    int tenant = site + 1;
    while (key[tenant] != 0) {
      tenant++;
    }
    return new ReadyQueue(
        new String(key, 1, site - 1, StandardCharsets.UTF_8),
        new String(key, site + 1, tenant - site - 1, StandardCharsets.UTF_8));
  }

  /** The first key after one. */
  static byte[] following(byte[] key) {
    return java.util.Arrays.copyOf(key, key.length + 1);
  }

  /** The first key after all that start with a prefix that ends in a zero. */
  static byte[] end(byte[] prefix) {
    var end = prefix.clone();
    end[end.length - 1] = 1;
    return end;
  }

  /** The place in its queue that a key of the ready index means. */
  static ReadyKey readyKeyOf(byte[] key, int prefix) {
    int priority = PRIORITY_ORIGIN - key[prefix];
    return new ReadyKey(priority, ByteBuffer.wrap(key, prefix + 1, Long.BYTES).getLong());
  }
}
