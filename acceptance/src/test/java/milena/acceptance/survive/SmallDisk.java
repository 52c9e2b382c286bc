package milena.acceptance.survive;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of its own and of a given size, which others fill. */
final class SmallDisk implements AutoCloseable {

  private static final int STEP = 64 * 1024;

  private final Path folder;
  private final Path foreign;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.foreign = folder.resolve("not-ours");
  }

  /** Mounts one below a folder; the test is skipped where this process may not. */
  static SmallDisk mount(Path below, int megabytes) throws IOException {
    var folder = Files.createDirectories(below.resolve("disk"));
    var said =
        Command.run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder + "");
    assumeTrue(
        said.isEmpty(), () -> "a small file system cannot be mounted (needs root): " + said.get());
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  long free() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Lets a stranger write until at most so many bytes are free. */
  void fillTo(long bytes) throws IOException {
    try (var out =
        Files.newOutputStream(foreign, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (free() > bytes) {
        out.write(new byte[Math.clamp(free() - bytes, 1, STEP)]);
      }
    }
  }

  /** Lets a stranger write until nothing more can be written. */
  void fill() throws IOException {
    try (var out =
        Files.newOutputStream(foreign, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      writeWhileItCan(out);
    } catch (IOException full) {
      // That it closes with nothing left to write is what was wanted.
      if (free() > STEP) {
        throw full;
      }
    }
  }

  private static void writeWhileItCan(OutputStream out) throws IOException {
    var step = new byte[STEP];
    while (true) {
      out.write(step);
    }
  }

  /** The stranger takes away what it wrote. */
  void relieve() throws IOException {
    Files.deleteIfExists(foreign);
  }

  @Override
  public void close() throws IOException {
    var said = Command.run("umount", folder + "");
    if (said.isPresent()) {
      throw new IOException(said.get());
    }
  }
}
