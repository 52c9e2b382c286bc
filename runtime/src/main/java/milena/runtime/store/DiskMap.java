package milena.runtime.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
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
  private static final long MEMTABLE_BYTES = 16L << 20;

  static {
    // Fields are made before the folder is opened, and some of them need it.
    RocksLibrary.load();
  }

  private final RocksFolder opened;
  private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
  private final RocksDB db;

  /** Opens the map in a folder, which is made if it is not there. */
  public DiskMap(Path folder) {
    try {
      opened = new RocksFolder(folder, MEMTABLE_BYTES);
    } catch (IOException e) {
      throw new DiskMapFailure("make its folder", e);
    } catch (RocksDBException e) {
      throw new DiskMapFailure("open", e);
    }
    db = opened.db();
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
    opened.close();
    unlogged.close();
  }
}
