package milena.standalone.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Files that are on the disk when the call returns. Without this a file that was written just
 * before a power cut may be there afterwards with its name and no content.
 */
public final class Synced {

  private Synced() {}

  /** Writes a small file; after a power cut it has the old content or the new, never a part. */
  public static void write(Path file, String text) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(parent(file));
  }

  /** Takes a file away, if it is there, and sees to it that it does not come back. */
  public static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      force(parent(file));
    }
  }

  /** Takes a folder and all below it away, if it is there. */
  public static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    for (var each : below(folder).reversed()) {
      Files.deleteIfExists(each);
    }
    force(parent(folder));
  }

  /** Gives a folder its name, once all below it is on the disk. */
  public static void move(Path from, Path to) throws IOException {
    tree(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(parent(to));
  }

  /** Has everything in a folder on the disk, whoever wrote it. */
  public static void tree(Path folder) throws IOException {
    for (var each : below(folder).reversed()) {
      force(each);
    }
  }

  /** The folder first, and each folder before what is in it. */
  private static List<Path> below(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.toList();
    }
  }

  private static Path parent(Path file) throws IOException {
    var parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("not a file in a folder: " + file);
    }
    return parent;
  }

  private static void force(Path fileOrFolder) throws IOException {
    try (var channel = FileChannel.open(fileOrFolder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
