package milena.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A crew in a control group (version 2) of its own: the kernel's sum over every process that was
 * ever in it, to the microsecond, however short it lived.
 */
final class ControlGroup implements Crew {
  private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
  private static final double MICROS_PER_SECOND = 1e6;

  private final Path folder;

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  /** Makes a group, or nothing where that is not allowed. */
  static Optional<ControlGroup> make(String name) {
    try {
      Optional<Path> mounted = mounted(Files.readAllLines(Path.of("/proc/self/mounts")));
      if (mounted.isEmpty()) {
        return Optional.empty();
      }
      var folder = mounted.get().resolve("bench-" + ProcessHandle.current().pid() + "-" + name);
      Files.createDirectory(folder);
      return Optional.of(new ControlGroup(folder));
    } catch (IOException denied) {
      LOG.debug("no control group reason={}", denied.getMessage());
      return Optional.empty();
    }
  }

  /** Returns where control groups of version 2 are, from the lines of the mount table. */
  static Optional<Path> mounted(List<String> mounts) {
    return mounts.stream()
        .map(line -> line.split(" "))
        .filter(fields -> fields.length > 2 && fields[2].equals("cgroup2"))
        .map(fields -> Path.of(fields[1]))
        .findFirst();
  }

  @Override
  public List<String> within(List<String> command) {
    var all = new ArrayList<String>();
    all.addAll(List.of("sh", "-c", "echo $$ > \"$0\" && exec \"$@\""));
    all.add(folder.resolve("cgroup.procs").toString());
    all.addAll(command);
    return List.copyOf(all);
  }

  @Override
  public void started(ProcessHandle process) {
    // It has put itself into the group before it became the command.
  }

  @Override
  public double cpuSeconds() throws IOException {
    return Files.readAllLines(folder.resolve("cpu.stat")).stream()
            .filter(line -> line.startsWith("usage_usec "))
            .mapToDouble(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
            .findFirst()
            .orElseThrow(() -> new IOException("no usage_usec in " + folder.resolve("cpu.stat")))
        / MICROS_PER_SECOND;
  }

  @Override
  public List<Long> processes() throws IOException {
    return Files.readAllLines(folder.resolve("cgroup.procs")).stream().map(Long::valueOf).toList();
  }

  @Override
  public String cpuBy() {
    return "control group (cpu.stat)";
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException stillUsed) {
      LOG.warn("control group stays reason={}", stillUsed.getMessage());
    }
  }
}
