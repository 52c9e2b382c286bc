package milena.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * Bytes by bytes in a folder, in the order of the keys. What was put is on the disk after {@link
 * #sync}, and may be lost before. Closing it makes every later call fail.
 */
public final class DiskMap implements AutoCloseable {
  private static final long BLOCK_CACHE_BYTES = 8L << 20;
  private static final long MEMTABLE_BYTES = 16L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private final LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
  private final BloomFilter filter = new BloomFilter(10);
  private final Options options;
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final RocksDB db;

  /** Opens the map in a folder, which is made if it is not there. */
  public DiskMap(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DiskMapFailure("make its folder", e);
    }
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(MEMTABLE_BYTES)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setKeepLogFileNum(2)
            .setMaxOpenFiles(256)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    try {
      db = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      throw new DiskMapFailure("open", e);
    }
  }

  /** Sets the value of a key. */
  public void put(byte[] key, byte[] value) {
    try {
      db.put(unlogged, key, value);
    } catch (RocksDBException e) {
      throw new DiskMapFailure("write", e);
    }
  }

  /** The value of a key, or null. */
  public byte @Nullable [] get(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw new DiskMapFailure("read", e);
    }
  }

  /** Is shown entries in the order of keys. */
  public interface Visitor {
    /** One entry. */
    void visit(byte[] key, byte[] value);
  }

  /** Shows all entries whose keys begin so. */
  public void below(byte[] prefix, Visitor visitor) {
    try (var options = new ReadOptions();
        RocksIterator entries = db.newIterator(options)) {
      for (entries.seek(prefix); entries.isValid(); entries.next()) {
        var key = entries.key();
        if (!startsWith(key, prefix)) {
          return;
        }
        visitor.visit(key, entries.value());
      }
      entries.status();
    } catch (RocksDBException e) {
      throw new DiskMapFailure("scan", e);
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Returns when all that was put is on the disk. */
  public void sync() {
    try (var wait = new FlushOptions().setWaitForFlush(true)) {
      db.flush(wait);
    } catch (RocksDBException e) {
      throw new DiskMapFailure("sync", e);
    }
  }

  @Override
  public void close() {
    db.close();
    unlogged.close();
    options.close();
    filter.close();
    cache.close();
  }
}
