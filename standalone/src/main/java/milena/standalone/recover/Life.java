package milena.standalone.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * In which life of the machine and of a file system we are. What was written to a file in the same
 * life is there, whether it is on the disk yet or not: only the process can have died since.
 *
 * @param boot the id that the kernel gave itself when it started
 * @param mount the mount of the file system; ids of the unique kind are never given again
 */
record Life(String boot, String mount) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** A life that cannot be told apart from others: it counts as another one each time. */
  static final Life UNKNOWN = new Life("", "");

  /** The life in which a folder is used now. */
  static Life of(Path folder) throws IOException {
    if (!Files.isReadable(BOOT_ID)) {
      return UNKNOWN;
    }
    var mount = MountId.of(folder);
    return mount.isEmpty() ? UNKNOWN : new Life(Files.readString(BOOT_ID).strip(), mount.get());
  }

  /** Whether both are the same life for certain. */
  boolean goesOn(Life other) {
    return !equals(UNKNOWN) && equals(other);
  }
}
