package milena.runtime.stage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * The state of one partition: bytes by bytes, in the order of the keys. Reads see what this
 * transaction has written; a kill forgets what was not committed. Keys must not be empty.
 */
public final class PartitionStore {
  private static final int PREFIX = 3;

  private final StageStore store;
  private final int partition;

  PartitionStore(StageStore store, int partition) {
    this.store = store;
    this.partition = partition;
  }

  /** Which partition this is the state of. */
  public int partition() {
    return partition;
  }

  /** The value of a key, or null. */
  public byte @Nullable [] get(byte[] key) {
    return store.get(prefixed(key));
  }

  /** Sets the value of a key. */
  public void put(byte[] key, byte[] value) {
    store.put(prefixed(key), value);
  }

  /** Takes a key away. */
  public void delete(byte[] key) {
    store.delete(prefixed(key));
  }

  /** Is shown entries in the order of keys; answers whether it wants more. */
  public interface Visitor {
    /** One entry; changing the store meanwhile is not allowed. */
    boolean visit(byte[] key, byte[] value);
  }

  /** Shows the entries from a key (inclusive) to another (exclusive). */
  public void scan(byte[] from, byte[] to, Visitor visitor) {
    var end = prefixed(to);
    try (var options = new ReadOptions();
        RocksIterator entries = store.iterator(options)) {
      for (entries.seek(prefixed(from)); entries.isValid(); entries.next()) {
        var key = entries.key();
        if (Arrays.compareUnsigned(key, end) >= 0) {
          return;
        }
        if (!visitor.visit(Arrays.copyOfRange(key, PREFIX, key.length), entries.value())) {
          return;
        }
      }
      entries.status();
    } catch (RocksDBException e) {
      throw new StoreFailure("scan", e);
    }
  }

  private byte[] prefixed(byte[] key) {
    var prefixed = new byte[PREFIX + key.length];
    prefixed[0] = StageStore.STATE;
    prefixed[1] = (byte) (partition >>> 8);
    prefixed[2] = (byte) partition;
    System.arraycopy(key, 0, prefixed, PREFIX, key.length);
    return prefixed;
  }
}
