package milena.router.shape;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import milena.router.gate.Effect;
import milena.router.lever.Lever;
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
 * indexes follow from them. {@link HoldKeys} has the keys.
 */
final class StageHoldStore implements HoldStore {
  /** What is held begins here, and ends behind what is outstanding: nothing lies in between. */
  private static final byte[] FIRST = {HoldKeys.WAITING};

  private static final byte[] LAST = {HoldKeys.OUTSTANDING + 1};

  private static final int PASSED_AT_ONCE = 2_000;
  private static final long BETWEEN_PASSES_MS = 60_000;

  private final PartitionStore store;
  private final RecordCodec<ShaperState> codec;
  private final StageOutput changelog;
  private final WaitCounts counts;
  private final LeverShelf levers;
  private final EffectShelf effects;
  private final OldestAcceptance oldest = new OldestAcceptance();
  private byte[] passedTo = FIRST;
  private long passAgainAt;
  private long nextDue;

  StageHoldStore(PartitionStore store, RecordCodec<ShaperState> codec, StageOutput changelog) {
    this.store = store;
    this.codec = codec;
    this.changelog = changelog;
    this.counts = WaitCounts.of(store);
    this.levers = new LeverShelf(store, codec, changelog);
    this.effects = new EffectShelf(store, codec, changelog);
    this.nextDue = firstTimer(0);
  }

  /** Puts one entry of the changelog into the store, with the index entries that follow from it. */
  static void restore(
      PartitionStore store, RecordCodec<ShaperState> codec, byte[] key, byte @Nullable [] value)
      throws UnreadableRecord {
    if (EffectShelf.isKey(key)) {
      EffectShelf.restore(store, key, value);
      return;
    }
    if (LeverShelf.isKey(key)) {
      LeverShelf.restore(store, key, value);
      return;
    }
    long offset = ByteBuffer.wrap(key).getLong();
    var counts = WaitCounts.of(store);
    var before = store.get(HoldKeys.key(HoldKeys.WAITING, offset));
    if (before != null) {
      var held = new Held(offset, codec.decode(before));
      deleteIndexes(store, held);
      store.delete(HoldKeys.key(HoldKeys.WAITING, offset));
      counts.remove(held.reason);
    }
    store.delete(HoldKeys.key(HoldKeys.OUTSTANDING, offset));
    if (value != null) {
      var held = new Held(offset, codec.decode(value));
      if (held.standing == Held.Standing.OUTSTANDING) {
        store.put(HoldKeys.key(HoldKeys.OUTSTANDING, offset), value);
      } else {
        store.put(HoldKeys.key(HoldKeys.WAITING, offset), value);
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
    var bytes = store.get(HoldKeys.key(HoldKeys.WAITING, offset));
    return bytes == null ? null : decode(offset, bytes);
  }

  @Override
  public void putWaiting(Held held) {
    var bytes = codec.encode(held.toState());
    store.put(HoldKeys.key(HoldKeys.WAITING, held.offset), bytes);
    putIndexes(store, held);
    counts.add(held.reason);
    oldest.keeps(held.acceptedAt);
    log(held, bytes);
    nextDue = Math.min(nextDue, held.dueAt);
  }

  @Override
  public void removeWaiting(Held held) {
    store.delete(HoldKeys.key(HoldKeys.WAITING, held.offset));
    deleteIndexes(store, held);
    counts.remove(held.reason);
    log(held, null);
  }

  @Override
  public void putOutstanding(Held held) {
    var bytes = codec.encode(held.toState());
    store.put(HoldKeys.key(HoldKeys.OUTSTANDING, held.offset), bytes);
    oldest.keeps(held.acceptedAt);
    log(held, bytes);
  }

  @Override
  public void removeOutstanding(Held held) {
    store.delete(HoldKeys.key(HoldKeys.OUTSTANDING, held.offset));
    log(held, null);
  }

  private void log(Held held, byte @Nullable [] value) {
    changelog.log(
        store.partition(),
        new StoreKey(ByteBuffer.allocate(Long.BYTES).putLong(held.offset).array()),
        value);
  }

  private static void putIndexes(PartitionStore store, Held held) {
    store.put(HoldKeys.timerKey(held.dueAt, held.offset), new byte[0]);
    if (held.standing == Held.Standing.READY) {
      store.put(HoldKeys.readyKey(held), new byte[0]);
    } else if (held.standing == Held.Standing.PARKED) {
      store.put(HoldKeys.parkedKey(held.lever, held.offset), new byte[0]);
    }
  }

  private static void deleteIndexes(PartitionStore store, Held held) {
    store.delete(HoldKeys.timerKey(held.dueAt, held.offset));
    if (held.standing == Held.Standing.READY) {
      store.delete(HoldKeys.readyKey(held));
    } else if (held.standing == Held.Standing.PARKED) {
      store.delete(HoldKeys.parkedKey(held.lever, held.offset));
    }
  }

  @Override
  public List<Long> ready(ReadyQueue queue, long after, int limit) {
    var prefix = HoldKeys.readyPrefix(queue);
    var found = new ArrayList<Long>();
    store.scan(
        HoldKeys.readyKey(prefix, after + 1),
        HoldKeys.end(prefix),
        (key, value) -> {
          found.add(ByteBuffer.wrap(key, prefix.length, Long.BYTES).getLong());
          return found.size() < limit;
        });
    return found;
  }

  @Override
  public List<ReadyQueue> readyQueues(@Nullable ReadyQueue after, int limit) {
    var queues = new ArrayList<ReadyQueue>();
    var from =
        after == null ? new byte[] {HoldKeys.READY} : HoldKeys.end(HoldKeys.readyPrefix(after));
    int before = -1;
    while (queues.size() > before && queues.size() < limit) {
      before = queues.size();
      store.scan(
          from,
          new byte[] {HoldKeys.READY + 1},
          (key, value) -> {
            queues.add(HoldKeys.queueOf(key));
            return false;
          });
      if (queues.size() > before) {
        from = HoldKeys.end(HoldKeys.readyPrefix(queues.getLast()));
      }
    }
    return queues;
  }

  @Override
  public List<Held> outstanding() {
    var found = new ArrayList<Held>();
    store.scan(
        new byte[] {HoldKeys.OUTSTANDING},
        new byte[] {HoldKeys.OUTSTANDING + 1},
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
        HoldKeys.timerKey(nextDue, 0),
        HoldKeys.timerKey(now + 1, 0),
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

  @Override
  public List<Held> waiting(long after, int limit) {
    var found = new ArrayList<Held>();
    store.scan(
        HoldKeys.key(HoldKeys.WAITING, after + 1),
        new byte[] {HoldKeys.WAITING + 1},
        (key, value) -> {
          found.add(decode(ByteBuffer.wrap(key, 1, 8).getLong(), value));
          return found.size() < limit;
        });
    return found;
  }

  @Override
  public List<Held> parked(String lever, long after, int limit) {
    var offsets = new ArrayList<Long>();
    store.scan(
        HoldKeys.parkedKey(lever, after + 1),
        HoldKeys.parkedKey(lever, Long.MAX_VALUE),
        (key, _) -> {
          offsets.add(ByteBuffer.wrap(key, key.length - 8, 8).getLong());
          return offsets.size() < limit;
        });
    return offsets.stream().map(this::load).filter(Objects::nonNull).toList();
  }

  @Override
  public List<Lever> levers() {
    return levers.all();
  }

  @Override
  public void putLever(Lever lever) {
    levers.put(lever);
  }

  @Override
  public void removeLever(String id) {
    levers.remove(id);
  }

  @Override
  public List<Effect> effects() {
    return effects.all();
  }

  @Override
  public void putEffect(Effect effect) {
    effects.put(effect);
  }

  @Override
  public void removeEffect(String id) {
    effects.remove(id);
  }

  private long firstTimer(long from) {
    long[] first = {Long.MAX_VALUE};
    store.scan(
        HoldKeys.timerKey(from, 0),
        new byte[] {HoldKeys.TIMER + 1},
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
}
