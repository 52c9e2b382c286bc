package milena.acceptance.survive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An ext4 of its own on a loop device, whose power can be cut: {@code EXT4_IOC_SHUTDOWN} without a
 * flush of the journal leaves on the device what a power cut in that moment would leave there.
 */
final class Volume implements AutoCloseable {

  /** From the kernel's uapi header ext4.h: {@code _IOR('X', 125, __u32)}. */
  private static final long EXT4_IOC_SHUTDOWN = 0x8004587dL;

  /** Neither data nor journal are written out first. */
  private static final int NO_LOG_FLUSH = 2;

  private static final int READ_ONLY = 0;

  private final Path image;
  private final Path mountPoint;
  private boolean mounted;

  private Volume(Path image, Path mountPoint) {
    this.image = image;
    this.mountPoint = mountPoint;
  }

  /** Why there can be no such volume here; nothing where there can. */
  static Optional<String> missing() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.of("only Linux has ext4");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("only root may mount");
    }
    if (!Files.exists(Path.of("/dev/loop-control"))) {
      return Optional.of("there are no loop devices");
    }
    return List.of("mkfs.ext4", "mount", "umount").stream()
        .filter(tool -> Command.run("sh", "-c", "command -v " + tool).isPresent())
        .map(tool -> tool + " is not installed")
        .findFirst();
  }

  /** Makes and mounts one below a folder; it takes space as it is filled. */
  static Volume create(Path folder, long bytes) throws IOException {
    var image = folder.resolve("volume.img");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    must("mkfs.ext4", "-q", "-F", image.toString());
    var volume = new Volume(image, Files.createDirectory(folder.resolve("volume")));
    volume.mount();
    return volume;
  }

  Path folder() {
    return mountPoint;
  }

  /** Cuts the power: from now on nothing reaches the device, and all that has not is lost. */
  @SuppressWarnings("restricted") // no Java API has the call
  void cut() {
    try (var arena = Arena.ofConfined()) {
      var linker = Linker.nativeLinker();
      var symbols = linker.defaultLookup();
      var open =
          linker.downcallHandle(
              symbols.findOrThrow("open"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
              Linker.Option.firstVariadicArg(2));
      var ioctl =
          linker.downcallHandle(
              symbols.findOrThrow("ioctl"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      var close =
          linker.downcallHandle(
              symbols.findOrThrow("close"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      var how = arena.allocateFrom(ValueLayout.JAVA_INT, NO_LOG_FLUSH);
      int folder = (int) open.invokeExact(arena.allocateFrom(mountPoint.toString()), READ_ONLY);
      assertThat(folder).as("descriptor of " + mountPoint).isNotNegative();
      int result = (int) ioctl.invokeExact(folder, EXT4_IOC_SHUTDOWN, how);
      int closed = (int) close.invokeExact(folder);
      assertThat(result).as("EXT4_IOC_SHUTDOWN on " + mountPoint).isZero();
      assertThat(closed).isZero();
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new AssertionError("cannot cut " + mountPoint, failure);
    }
  }

  /** The power is back: mounts what the device has. Nobody may have a file open there. */
  void restore() {
    unmount();
    mount();
  }

  private void mount() {
    must("mount", "-o", "loop", image.toString(), mountPoint.toString());
    mounted = true;
  }

  private void unmount() {
    must("umount", mountPoint.toString());
    mounted = false;
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      unmount();
    }
    Files.delete(image);
  }

  private static void must(String... command) {
    assertThat(Command.run(command)).isEmpty();
  }
}
