package milena.standalone.recover;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The id of the mount that a folder is in. Since 6.8 Linux numbers mounts without ever using a
 * number twice, and {@code statx(2)} tells it; no Java API does. Older kernels have only the number
 * in {@code /proc/self/mountinfo}, which may come again after an unmount.
 */
final class MountId {
  private static final Logger log = LoggerFactory.getLogger(MountId.class);

  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

  // From the kernel's uapi headers fcntl.h and stat.h; the same on every architecture.
  private static final int AT_FDCWD = -100;
  private static final int STATX_MNT_ID_UNIQUE = 0x4000;
  private static final long MASK_OFFSET = 0;
  private static final long MOUNT_OFFSET = 0x90;
  private static final long STATX_BYTES = 256;

  private static final AddressLayout POINTER = ValueLayout.ADDRESS;
  private static final MemoryLayout INT = ValueLayout.JAVA_INT;

  private MountId() {}

  /** The id, told apart by its kind; empty where the system has neither. */
  static Optional<String> of(Path folder) throws IOException {
    var real = folder.toRealPath();
    return unique(real).map(id -> "unique:" + id).or(() -> listed(real).map(id -> "listed:" + id));
  }

  @SuppressWarnings("restricted") // the start script enables native access
  private static Optional<String> unique(Path folder) {
    var linker = Linker.nativeLinker();
    var function = linker.defaultLookup().find("statx");
    if (function.isEmpty()) {
      return Optional.empty();
    }
    var statx =
        linker.downcallHandle(
            function.get(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, INT, POINTER, INT, INT, POINTER));
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(folder.toString());
      var answer = arena.allocate(STATX_BYTES, Long.BYTES);
      int failed = (int) statx.invokeExact(AT_FDCWD, name, 0, STATX_MNT_ID_UNIQUE, answer);
      boolean told =
          failed == 0 && (answer.get(ValueLayout.JAVA_INT, MASK_OFFSET) & STATX_MNT_ID_UNIQUE) != 0;
      return told
          ? Optional.of(Long.toUnsignedString(answer.get(ValueLayout.JAVA_LONG, MOUNT_OFFSET)))
          : Optional.empty();
    } catch (Error fatal) {
      throw fatal;
    } catch (Throwable refused) {
      log.debug("statx cannot be called", refused);
      return Optional.empty();
    }
  }

  /**
   * The longest mount point above the folder; of several at one place, the last covers the rest.
   */
  private static Optional<String> listed(Path folder) {
    if (!Files.isReadable(MOUNTINFO)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(MOUNTINFO)) {
      return lines
          .map(line -> line.split(" "))
          .filter(fields -> fields.length > 4 && folder.startsWith(Path.of(unescaped(fields[4]))))
          .reduce((a, b) -> Comparator.comparingInt(MountId::depth).compare(a, b) > 0 ? a : b)
          .map(fields -> fields[0]);
    } catch (IOException | java.io.UncheckedIOException unreadable) {
      log.debug("mounts cannot be read", unreadable);
      return Optional.empty();
    }
  }

  private static int depth(String[] fields) {
    return Path.of(unescaped(fields[4])).getNameCount();
  }

  /** The kernel writes a space in a name as {@code \040}. */
  private static String unescaped(String name) {
    return name.replace("\\040", " ");
  }
}
