package milena.runtime.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import milena.runtime.store.RocksFolder;
import milena.runtime.store.RocksLibrary;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * One RocksDB for all partitions of a stage. Changes gather in an indexed batch; {@link #commit}
 * writes them together with the positions they reflect, so that a kill at any moment leaves the
 * state as of some commit and says which. The write-ahead log is not synced: it survives a kill,
 * and a power cut is mended from the log.
 */
final class StageStore implements AutoCloseable {
  static final byte STATE = 1;
  private static final byte POSITION = 0;
  private static final byte PRESENT = 2;
  private static final byte FORMAT = 3;
  private static final long MEMTABLE_BYTES = 8L << 20;

  static {
    // Fields are made before the folder is opened, and some of them need it.
    RocksLibrary.load();
  }

  private final RocksFolder opened;
  private final WriteOptions writeOptions = new WriteOptions();
  private final ReadOptions readOptions = new ReadOptions();
  private final WriteBatchWithIndex batch = new WriteBatchWithIndex(true);
  private final RocksDB db;

  /**
   * Opens what is in a folder.
   *
   * @param format what was written in another one is forgotten: it is built again
   */
  StageStore(Path folder, int format) {
    try {
      opened = new RocksFolder(folder, MEMTABLE_BYTES);
      forgetUnlessOf(format, opened.db());
    } catch (IOException e) {
      throw new StoreFailure("make its folder", e);
    } catch (RocksDBException e) {
      throw new StoreFailure("open", e);
    }
    db = opened.db();
  }

  private static void forgetUnlessOf(int format, RocksDB db) throws RocksDBException {
    byte[] key = {FORMAT};
    byte[] wanted = ByteBuffer.allocate(Integer.BYTES).putInt(format).array();
    if (!Arrays.equals(db.get(key), wanted)) {
      db.deleteRange(new byte[] {POSITION}, key);
      db.put(key, wanted);
    }
  }

  byte @Nullable [] get(byte[] key) {
    try {
      return batch.getFromBatchAndDB(db, readOptions, key);
    } catch (RocksDBException e) {
      throw new StoreFailure("read", e);
    }
  }

  void put(byte[] key, byte[] value) {
    try {
      batch.put(key, value);
    } catch (RocksDBException e) {
      throw new StoreFailure("write", e);
    }
  }

  void delete(byte[] key) {
    try {
      batch.delete(key);
    } catch (RocksDBException e) {
      throw new StoreFailure("delete", e);
    }
  }

  /** Closing it also closes the iterator below it. */
  RocksIterator iterator(ReadOptions options) {
    return batch.newIteratorWithBase(db.newIterator(options), options);
  }

  /** Writes the gathered changes and the positions up to which they reflect topics. */
  void commit(Map<TopicPartition, Long> positions) {
    positions.forEach(
        (partition, position) ->
            put(positionKey(partition), ByteBuffer.allocate(Long.BYTES).putLong(position).array()));
    try {
      if (batch.count() > 0) {
        db.write(writeOptions, batch);
      }
    } catch (RocksDBException e) {
      throw new StoreFailure("commit", e);
    }
    batch.clear();
  }

  /** Forgets the changes since the last commit. */
  void forget() {
    batch.clear();
  }

  /** Up to where the store reflects a topic's partition. */
  OptionalLong position(TopicPartition partition) {
    try {
      var bytes = db.get(positionKey(partition));
      return bytes == null
          ? OptionalLong.empty()
          : OptionalLong.of(ByteBuffer.wrap(bytes).getLong());
    } catch (RocksDBException e) {
      throw new StoreFailure("read a position", e);
    }
  }

  /** Notes that a partition is here at a time of day, in milliseconds; not part of a commit. */
  void present(int partition, long millis) {
    try {
      db.put(
          writeOptions,
          prefix(PRESENT, partition),
          ByteBuffer.allocate(Long.BYTES).putLong(millis).array());
    } catch (RocksDBException e) {
      throw new StoreFailure("note a time", e);
    }
  }

  /** When a partition was last noted to be here; 0 where it never was. */
  long presentAt(int partition) {
    try {
      var bytes = db.get(prefix(PRESENT, partition));
      return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
    } catch (RocksDBException e) {
      throw new StoreFailure("read a time", e);
    }
  }

  /** Takes away all state and positions of a partition. */
  void discard(int partition) {
    try {
      for (byte kind : new byte[] {POSITION, STATE, PRESENT}) {
        db.deleteRange(prefix(kind, partition), prefix(kind, partition + 1));
      }
    } catch (RocksDBException e) {
      throw new StoreFailure("discard a partition", e);
    }
  }

  private static byte[] prefix(byte kind, int partition) {
    return new byte[] {kind, (byte) (partition >>> 8), (byte) partition};
  }

  private static byte[] positionKey(TopicPartition partition) {
    var topic = partition.topic().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(3 + topic.length)
        .put(prefix(POSITION, partition.partition()))
        .put(topic)
        .array();
  }

  @Override
  public void close() {
    batch.close();
    opened.close();
    readOptions.close();
    writeOptions.close();
  }
}
