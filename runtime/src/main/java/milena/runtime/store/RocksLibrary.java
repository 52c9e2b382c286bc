package milena.runtime.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native code. By itself RocksDB unpacks its 15 MB into a file that is deleted when the
 * JVM ends, and every process that is killed leaves one behind. The code stays where it was loaded
 * without the file, so that goes at once here.
 */
public final class RocksLibrary {

  static {
    try {
      var folder = Files.createTempDirectory("milena-rocksdb");
      try {
        NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
      } finally {
        clear(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot unpack RocksDB's native code", failure);
    }
    RocksDB.loadLibrary();
  }

  private RocksLibrary() {}

  /** Returns when it is loaded; needed before anything of RocksDB's is made. */
  public static void load() {
    // The class is loaded by now, and with it the library.
  }

  private static void clear(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
