package milena.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The most memory that a crew has had, looked at twice a second. */
public final class MemoryPeak implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final double KIB_PER_MIB = 1024;

  /**
   * Memory in KiB.
   *
   * @param pss what several processes share is divided among them
   * @param rss what they share counts in each
   */
  record Resident(long pss, long rss) {

    Resident plus(Resident other) {
      return new Resident(pss + other.pss, rss + other.rss);
    }

    Resident max(Resident other) {
      return new Resident(Math.max(pss, other.pss), Math.max(rss, other.rss));
    }
  }

  private final Crew crew;
  private final Thread watch;
  private volatile Resident peak = new Resident(0, 0);
  private volatile boolean closed;

  /** Begins to look. */
  public MemoryPeak(Crew crew) {
    this.crew = crew;
    this.watch = Thread.ofPlatform().daemon().name("memory-peak").start(this::watch);
  }

  /** Returns the peak of what all processes have, shared pages counted once, in MiB. */
  public double pssMib() {
    return peak.pss() / KIB_PER_MIB;
  }

  /** Returns the same with shared pages counted in each process. */
  public double rssMib() {
    return peak.rss() / KIB_PER_MIB;
  }

  @Override
  public void close() {
    closed = true;
    watch.interrupt();
  }

  private void watch() {
    try {
      while (!closed) {
        peak = peak.max(now());
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException finished) {
      Thread.currentThread().interrupt();
    }
  }

  private Resident now() {
    var sum = new Resident(0, 0);
    try {
      for (long process : crew.processes()) {
        sum = sum.plus(of(process));
      }
    } catch (IOException gone) {
      // The crew has ended; what was seen before stands.
    }
    return sum;
  }

  private static Resident of(long process) {
    try {
      return parse(Files.readAllLines(Path.of("/proc/" + process + "/smaps_rollup")));
    } catch (IOException ended) {
      return new Resident(0, 0);
    }
  }

  /** Reads the lines of smaps_rollup (proc(5)). */
  static Resident parse(List<String> lines) {
    return new Resident(kib(lines, "Pss:"), kib(lines, "Rss:"));
  }

  private static long kib(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
