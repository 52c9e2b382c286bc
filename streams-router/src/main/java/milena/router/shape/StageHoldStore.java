package milena.router.shape;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import milena.router.trim.Need;
import milena.runtime.stage.PartitionStore;
import milena.runtime.stage.StageOutput;
import milena.runtime.stage.StoreKey;
import milena.schemas.RecordCodec;
import milena.schemas.ShaperState;
import milena.schemas.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a partition holds, in the stage's store. The changelog has the submissions alone; the
 * indexes follow from them.
 *
 * <pre>
 *   h offset                              a submission that waits
 *   o offset                              a submission that is outstanding
 *   t time offset                         when something happens to one that waits
 *   q site 0 tenant 0 campaign 0 priority offset     what is ready
 *   c                                     how many wait, by reason
 * </pre>
 */
final class StageHoldStore implements HoldStore {
  private static final byte WAITING = 'h';
  private static final byte OUTSTANDING = 'o';
  private static final byte TIMER = 't';
  private static final byte READY = 'q';

  /** The index of what is ready, as versions wrote it that had no campaigns in it. */
  private static final byte OLD_READY = 'r';

  /** What is held begins here, and ends behind what is outstanding: nothing lies in between. */
  private static final byte[] FIRST = {WAITING};

  private static final byte[] LAST = {OUTSTANDING + 1};

  private static final int PASSED_AT_ONCE = 2_000;
  private static final long BETWEEN_PASSES_MS = 60_000;

  /** Priorities are -9 to 9; the byte of the highest must come first. */
  private static final int PRIORITY_ORIGIN = 100;

  private final PartitionStore store;
  private final RecordCodec<ShaperState> codec;
  private final StageOutput changelog;
  private final WaitCounts counts;
  private final OldestAcceptance oldest = new OldestAcceptance();
  private byte[] passedTo = FIRST;
  private long passAgainAt;
  private long nextDue;

  StageHoldStore(PartitionStore store, RecordCodec<ShaperState> codec, StageOutput changelog) {
    this.store = store;
    this.codec = codec;
    this.changelog = changelog;
    this.counts = WaitCounts.of(store);
    this.nextDue = firstTimer(0);
    takeUpOldIndex();
  }

  private void takeUpOldIndex() {
    var old = new ArrayList<byte[]>();
    do {
      old.clear();
      store.scan(
          new byte[] {OLD_READY},
          new byte[] {OLD_READY + 1},
          (key, value) -> {
            old.add(key);
            return old.size() < PASSED_AT_ONCE;
          });
      for (var key : old) {
        var held = load(ByteBuffer.wrap(key, key.length - Long.BYTES, Long.BYTES).getLong());
        if (held != null && held.standing == Held.Standing.READY) {
          store.put(readyKey(held), new byte[0]);
        }
        store.delete(key);
      }
    } while (!old.isEmpty());
  }

  /** Puts one entry of the changelog into the store, with the index entries that follow from it. */
  static void restore(
      PartitionStore store, RecordCodec<ShaperState> codec, byte[] key, byte @Nullable [] value)
      throws UnreadableRecord {
    long offset = ByteBuffer.wrap(key).getLong();
    var counts = WaitCounts.of(store);
    var before = store.get(key(WAITING, offset));
    if (before != null) {
      var held = new Held(offset, codec.decode(before));
      deleteIndexes(store, held);
      store.delete(key(WAITING, offset));
      counts.remove(held.reason);
    }
    store.delete(key(OUTSTANDING, offset));
    if (value != null) {
      var held = new Held(offset, codec.decode(value));
      if (held.standing == Held.Standing.OUTSTANDING) {
        store.put(key(OUTSTANDING, offset), value);
      } else {
        store.put(key(WAITING, offset), value);
        putIndexes(store, held);
        counts.add(held.reason);
      }
    }
    counts.keep(store);
  }

  /** Since when bodies are needed for what is held, as far as is known. */
  Need need() {
    return oldest.need();
  }

  /**
   * Passes over a little more of what is held, in search of the oldest: everything in the store is
   * too much for once, and the oldest need not be known to the minute.
   */
  void passOn(long now) {
    if (now < passAgainAt) {
      return;
    }
    int[] met = {0};
    store.scan(
        passedTo,
        LAST,
        (key, value) -> {
          if (met[0] == PASSED_AT_ONCE) {
            passedTo = key;
            return false;
          }
          met[0]++;
          oldest.meets(decode(ByteBuffer.wrap(key, 1, Long.BYTES).getLong(), value).acceptedAt);
          return true;
        });
    if (met[0] < PASSED_AT_ONCE) {
      oldest.passed();
      passedTo = FIRST;
      passAgainAt = now + BETWEEN_PASSES_MS;
    }
  }

  /** How many wait, by reason. */
  WaitCounts counts() {
    return counts;
  }

  /** Puts into the store what it holds in memory alone: called before each commit. */
  void beforeCommit() {
    counts.keep(store);
  }

  @Override
  public @Nullable Held load(long offset) {
    var bytes = store.get(key(WAITING, offset));
    return bytes == null ? null : decode(offset, bytes);
  }

  @Override
  public void putWaiting(Held held) {
    var bytes = codec.encode(held.toState());
    store.put(key(WAITING, held.offset), bytes);
    putIndexes(store, held);
    counts.add(held.reason);
    oldest.keeps(held.acceptedAt);
    log(held, bytes);
    nextDue = Math.min(nextDue, held.dueAt);
  }

  @Override
  public void removeWaiting(Held held) {
    store.delete(key(WAITING, held.offset));
    deleteIndexes(store, held);
    counts.remove(held.reason);
    log(held, null);
  }

  @Override
  public void putOutstanding(Held held) {
    var bytes = codec.encode(held.toState());
    store.put(key(OUTSTANDING, held.offset), bytes);
    oldest.keeps(held.acceptedAt);
    log(held, bytes);
  }

  @Override
  public void removeOutstanding(Held held) {
    store.delete(key(OUTSTANDING, held.offset));
    log(held, null);
  }

  private void log(Held held, byte @Nullable [] value) {
    changelog.log(
        store.partition(),
        new StoreKey(ByteBuffer.allocate(Long.BYTES).putLong(held.offset).array()),
        value);
  }

  private static void putIndexes(PartitionStore store, Held held) {
    store.put(timerKey(held.dueAt, held.offset), new byte[0]);
    if (held.standing == Held.Standing.READY) {
      store.put(readyKey(held), new byte[0]);
    }
  }

  private static void deleteIndexes(PartitionStore store, Held held) {
    store.delete(timerKey(held.dueAt, held.offset));
    if (held.standing == Held.Standing.READY) {
      store.delete(readyKey(held));
    }
  }

  @Override
  public List<Long> ready(ReadyQueue queue, long after, int limit) {
    var prefix = readyPrefix(queue);
    var found = new ArrayList<Long>();
    store.scan(
        readyKey(prefix, after + 1),
        following(prefix),
        (key, value) -> {
          found.add(ByteBuffer.wrap(key, prefix.length, Long.BYTES).getLong());
          return found.size() < limit;
        });
    return found;
  }

  @Override
  public List<ReadyQueue> readyQueues() {
    var queues = new ArrayList<ReadyQueue>();
    var from = new byte[] {READY};
    int before = -1;
    while (queues.size() > before) {
      before = queues.size();
      store.scan(
          from,
          new byte[] {READY + 1},
          (key, value) -> {
            queues.add(queueOf(key));
            return false;
          });
      if (queues.size() > before) {
        from = following(readyPrefix(queues.getLast()));
      }
    }
    return queues;
  }

  @Override
  public List<Held> outstanding() {
    var found = new ArrayList<Held>();
    store.scan(
        new byte[] {OUTSTANDING},
        new byte[] {OUTSTANDING + 1},
        (key, value) -> found.add(decode(ByteBuffer.wrap(key, 1, 8).getLong(), value)));
    return found;
  }

  @Override
  public List<Long> due(long now, int limit) {
    if (now < nextDue) {
      return List.of();
    }
    var found = new ArrayList<Long>();
    // Everything before nextDue has left the index: starting there skips its tombstones.
    store.scan(
        timerKey(nextDue, 0),
        timerKey(now + 1, 0),
        (key, value) -> {
          found.add(ByteBuffer.wrap(key, 9, 8).getLong());
          return found.size() < limit;
        });
    if (found.size() < limit) {
      nextDue = firstTimer(now + 1);
    }
    return found;
  }

  @Override
  public long nextDue() {
    return nextDue;
  }

  private long firstTimer(long from) {
    long[] first = {Long.MAX_VALUE};
    store.scan(
        timerKey(from, 0),
        new byte[] {TIMER + 1},
        (key, value) -> {
          first[0] = ByteBuffer.wrap(key, 1, 8).getLong();
          return false;
        });
    return first[0];
  }

  private Held decode(long offset, byte[] bytes) {
    try {
      return new Held(offset, codec.decode(bytes));
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the store has an entry that this version cannot read", e);
    }
  }

  private static byte[] key(byte kind, long offset) {
    return ByteBuffer.allocate(9).put(kind).putLong(offset).array();
  }

  private static byte[] timerKey(long time, long offset) {
    return ByteBuffer.allocate(17).put(TIMER).putLong(time).putLong(offset).array();
  }

  private static byte[] readyPrefix(ReadyQueue queue) {
    var site = queue.site().getBytes(StandardCharsets.UTF_8);
    var tenant = queue.tenant().getBytes(StandardCharsets.UTF_8);
    var campaign = queue.campaign().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + site.length + tenant.length + campaign.length)
        .put(READY)
        .put(site)
        .put((byte) 0)
        .put(tenant)
        .put((byte) 0)
        .put(campaign)
        .put((byte) 0)
        .put((byte) (PRIORITY_ORIGIN - queue.priority()))
        .array();
  }

  private static byte[] readyKey(Held held) {
    return readyKey(readyPrefix(held.queue()), held.offset);
  }

  private static byte[] readyKey(byte[] prefix, long offset) {
    return ByteBuffer.allocate(prefix.length + Long.BYTES).put(prefix).putLong(offset).array();
  }

  private static ReadyQueue queueOf(byte[] key) {
    var words = new String[3];
    int from = 1;
    for (int i = 0; i < words.length; i++) {
      int end = from;
      while (key[end] != 0) {
        end++;
      }
      words[i] = new String(key, from, end - from, StandardCharsets.UTF_8);
      from = end + 1;
    }
    return new ReadyQueue(words[0], words[1], words[2], PRIORITY_ORIGIN - key[from]);
  }

  /** The first key after all that start with a prefix; its last byte is a priority or a zero. */
  private static byte[] following(byte[] prefix) {
    var end = prefix.clone();
    end[end.length - 1]++;
    return end;
  }
}
