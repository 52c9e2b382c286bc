package milena.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import milena.bench.result.Machine;

/** What Linux tells of the machine. */
public final class ThisMachine {
  private static final double TICKS_PER_SECOND = 100;
  private static final long KIB_PER_MIB = 1024;

  /** Fields of the first line of /proc/stat (proc(5)) in which no work is done. */
  private static final int IDLE = 4;

  private static final int WAITING = 5;

  /** Guests' time, from the ninth on, is within user's. */
  private static final int STEAL = 8;

  private ThisMachine() {}

  /**
   * Describes it.
   *
   * @param data the folder whose file system is named
   * @throws IOException when this is not Linux, or the folder is not there
   */
  public static Machine describe(Path data) throws IOException {
    var store = Files.getFileStore(data);
    return new Machine(
        value(Files.readAllLines(Path.of("/proc/cpuinfo")), "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(
                value(Files.readAllLines(Path.of("/proc/meminfo")), "MemTotal")
                    .replace("kB", "")
                    .strip())
            / KIB_PER_MIB,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        store.type() + " on " + store.name());
  }

  /**
   * Returns the CPU seconds that all processors have worked since the machine started.
   *
   * @throws IOException when the kernel does not tell
   */
  public static double busySeconds() throws IOException {
    return busyTicks(Files.readAllLines(Path.of("/proc/stat")).getFirst()) / TICKS_PER_SECOND;
  }

  /** Returns the ticks of work in the first line of /proc/stat. */
  static long busyTicks(String line) {
    var fields = line.split(" +");
    long ticks = 0;
    for (int i = 1; i < Math.min(fields.length, STEAL); i++) {
      ticks += i == IDLE || i == WAITING ? 0 : Long.parseLong(fields[i]);
    }
    return ticks;
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> Arrays.stream(line.split(":", 2)).skip(1).findFirst().orElse(""))
        .map(String::strip)
        .findFirst()
        .orElse("unknown");
  }
}
