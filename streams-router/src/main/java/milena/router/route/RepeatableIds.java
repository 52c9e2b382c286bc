package milena.router.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import milena.runtime.stage.PartitionStore;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.schemas.Parked;
import milena.schemas.RecordCodec;
import milena.schemas.RepeatableId;
import milena.schemas.RoutedSubmission;
import milena.schemas.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/**
 * Ids that their senders can derive again, in the stage's store: by id, and by the time at which
 * the log took them.
 *
 * <pre>
 *   i id         when it was met
 *   t time id    the same, oldest first
 * </pre>
 *
 * Time is that of the log's records. After the queue was lost they are read again much faster than
 * they came, and what is a repeat then is what was one before. An id goes once the log is a day
 * further on, but never soon after a start: a door that was killed between its append and its
 * commit says the same again when it is back, and it may have been away for longer than a day.
 */
final class RepeatableIds {
  static final Duration KEPT = Duration.ofHours(24);
  static final Duration AFTER_A_START = Duration.ofMinutes(15);

  private static final byte BY_ID = 'i';
  private static final byte BY_TIME = 't';

  private final PartitionStore store;
  private final RecordCodec<Parked> codec;
  private final RoutedSubmission nothing = RoutedSubmission.newBuilder().build();
  private final long since;
  private long logTime;

  /** Nothing in the store is older; where that is not known, 0. */
  private long oldest;

  /** Begins with what the store has; {@code since} is when, by the clock. */
  RepeatableIds(PartitionStore store, RecordCodec<Parked> codec, long since) {
    this.store = store;
    this.codec = codec;
    this.since = since;
  }

  /** Whether a key of the changelog is one of these, and none of a parked submission. */
  static boolean isKey(byte[] key) {
    return key[0] == BY_ID;
  }

  /** Puts one entry of the changelog into the store. */
  void restore(byte[] key, byte @Nullable [] value) throws UnreadableRecord {
    var before = store.get(key);
    if (before != null) {
      store.delete(byTime(before, key));
      store.delete(key);
    }
    var entry = value == null ? null : codec.decode(value).getRepeatable();
    if (entry != null) {
      put(key, entry.getMetAt());
    }
  }

  /** The log is read up to here. */
  void reached(long time) {
    logTime = Math.max(logTime, time);
  }

  /**
   * Remembers an id, unless it is known.
   *
   * @param time when the log took the submission, ms since the epoch
   * @return whether it was new
   */
  boolean remember(String id, long time, StageOutput output) {
    var key = prefixed(BY_ID, id.getBytes(StandardCharsets.UTF_8));
    if (store.get(key) != null) {
      return false;
    }
    put(key, time);
    oldest = Math.min(oldest, time);
    var entry = new Parked(nothing, "", 0L, 0L, new RepeatableId(id, time));
    output.log(store.partition(), new StoreKey(key), codec.encode(entry));
    return true;
  }

  /**
   * Forgets what is old enough, at most {@code limit}.
   *
   * @param now the time by the clock
   * @return how many were forgotten
   */
  int forget(long now, int limit, StageOutput output) {
    long before = logTime - KEPT.toMillis();
    if (now - since < AFTER_A_START.toMillis() || oldest >= before) {
      return 0;
    }
    oldest = Long.MAX_VALUE;
    var old = new ArrayList<byte[]>();
    store.scan(
        new byte[] {BY_TIME},
        new byte[] {BY_TIME + 1},
        (key, value) -> {
          oldest = ByteBuffer.wrap(key, 1, Long.BYTES).getLong();
          if (oldest >= before || old.size() == limit) {
            return false;
          }
          old.add(key);
          oldest = Long.MAX_VALUE;
          return true;
        });
    for (var key : old) {
      var id = prefixed(BY_ID, Arrays.copyOfRange(key, 1 + Long.BYTES, key.length));
      store.delete(key);
      store.delete(id);
      output.log(store.partition(), new StoreKey(id), null);
    }
    return old.size();
  }

  private void put(byte[] key, long time) {
    var met = ByteBuffer.allocate(Long.BYTES).putLong(time).array();
    store.put(key, met);
    store.put(byTime(met, key), new byte[0]);
  }

  private static byte[] byTime(byte[] met, byte[] key) {
    return ByteBuffer.allocate(met.length + key.length)
        .put(BY_TIME)
        .put(met)
        .put(key, 1, key.length - 1)
        .array();
  }

  private static byte[] prefixed(byte kind, byte[] bytes) {
    return ByteBuffer.allocate(1 + bytes.length).put(kind).put(bytes).array();
  }
}
