package milena.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A crew that is a process with its descendants.
 *
 * <p>The kernel adds the time of a process that has ended and was waited for to its parent's, so
 * the living ones' own time and that of their children is the sum of all, as long as nothing leaves
 * the tree by outliving its parent. Each living process is cut off to ticks of 10 ms.
 */
final class ProcessTree implements Crew {
  /** The kernel's unit for these fields on every Linux that there is. */
  private static final double TICKS_PER_SECOND = 100;

  /** User and system time, and the same of children that ended: from the 14th field (proc(5)). */
  private static final int FIRST_TIME = 14;

  private static final int TIMES = 4;

  /** The first field after the command's name, which may itself have blanks and brackets. */
  private static final int AFTER_NAME = 3;

  private @Nullable ProcessHandle root;

  @Override
  public List<String> within(List<String> command) {
    return command;
  }

  @Override
  public void started(ProcessHandle process) {
    root = process;
  }

  @Override
  public double cpuSeconds() throws IOException {
    long ticks = 0;
    for (long process : processes()) {
      try {
        ticks += ticks(Files.readString(Path.of("/proc/" + process + "/stat")));
      } catch (NoSuchFileException ended) {
        // Its parent, read before it, lacks what it took since it was forked: at most this once.
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  @Override
  public List<Long> processes() {
    return Optional.ofNullable(root).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(ProcessHandle::pid)
        .toList();
  }

  @Override
  public String cpuBy() {
    return "tree of processes (/proc, with children that ended)";
  }

  @Override
  public void close() {
    root = null;
  }

  /** Returns the ticks of a process and of its children that ended, from its stat line. */
  static long ticks(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int i = 0; i < TIMES; i++) {
      sum += Long.parseLong(fields[FIRST_TIME - AFTER_NAME + i]);
    }
    return sum;
  }
}
