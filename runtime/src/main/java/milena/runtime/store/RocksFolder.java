package milena.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** An open RocksDB, with the little memory and the few files that one of several may take. */
public final class RocksFolder implements AutoCloseable {
  private static final long BLOCK_CACHE_BYTES = 8L << 20;
  private static final int BLOOM_BITS = 10;
  private static final int OPEN_FILES = 256;

  static {
    RocksLibrary.load();
  }

  private final LRUCache cache = new LRUCache(BLOCK_CACHE_BYTES);
  private final BloomFilter filter = new BloomFilter(BLOOM_BITS);
  private final Options options;
  private final RocksDB db;

  /**
   * Opens what is in a folder, which is made if it is not there.
   *
   * @param memtableBytes what gathers in memory before it is written to a file; twice that at most
   * @throws IOException when the folder cannot be made
   * @throws RocksDBException when it is in use, or is not what was left there
   */
  public RocksFolder(Path folder, long memtableBytes) throws IOException, RocksDBException {
    Files.createDirectories(folder);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(memtableBytes)
            .setMaxWriteBufferNumber(2)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setKeepLogFileNum(2)
            .setMaxOpenFiles(OPEN_FILES)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    db = RocksDB.open(options, folder.toString());
  }

  /** What was opened; closed with this. */
  public RocksDB db() {
    return db;
  }

  @Override
  public void close() {
    db.close();
    options.close();
    filter.close();
    cache.close();
  }
}
