package milena.acceptance.survive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The clock of the processes that a test starts, which it may set; the machine's own stays. */
final class WallClock {

  private final Path library;
  private final Path offset;

  /** Makes one that is right so far. */
  WallClock(Path folder) throws IOException {
    var source = folder.resolve("clock.c");
    library = folder.resolve("clock.so");
    offset = folder.resolve("clock-offset");
    try (var text = WallClock.class.getResourceAsStream("/clock.c")) {
      Files.copy(Objects.requireNonNull(text), source);
    }
    set(Duration.ZERO);
    Command.run("cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString())
        .ifPresent(
            complaint -> {
              throw new AssertionError(complaint);
            });
  }

  /** Why there can be none here; nothing where there can. */
  static Optional<String> missing() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.of("only Linux preloads libraries in this way");
    }
    return Command.run("sh", "-c", "command -v cc").map(absent -> "there is no C compiler (cc)");
  }

  /** The environment of a process that goes by it. */
  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", library.toString(), "CLOCK_OFFSET", offset.toString());
  }

  /** Sets it, by so much forwards from what is right. */
  void set(Duration step) throws IOException {
    var seconds = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    // In place: who has mapped the file sees it at once.
    try (var file =
        Files.newByteChannel(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.write(seconds.putLong(0, step.toSeconds()));
    }
  }
}
