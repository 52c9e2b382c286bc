package milena.standalone.data;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the process that holds a data folder listens, left there for the other commands.
 *
 * @param pid of the process
 * @param startedMillis when it started, since the system gives process ids out again
 * @param kafka bootstrap servers, {@code 127.0.0.1:9092}
 * @param registry address of the schema registry
 */
public record RunningSystem(long pid, long startedMillis, String kafka, URI registry) {

  private static final String FILE = "running.properties";

  /** What this process leaves behind about itself. */
  public static RunningSystem thisProcess(String kafka, URI registry) {
    var self = ProcessHandle.current();
    return new RunningSystem(self.pid(), started(self), kafka, registry);
  }

  /** Leaves the note; it appears whole or not at all. */
  public void write(Path folder) throws IOException {
    var properties = new Properties();
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("started-millis", Long.toString(startedMillis));
    properties.setProperty("kafka", kafka);
    properties.setProperty("registry", registry.toString());
    var text = new StringWriter();
    properties.store(text, null);
    var fresh = Files.writeString(folder.resolve(FILE + ".new"), text.toString());
    Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes the note away. */
  public static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  /**
   * The system that runs on this folder, if its process is alive.
   *
   * @throws IOException if the note is there but cannot be read
   */
  public static Optional<RunningSystem> find(Path folder) throws IOException {
    var properties = new Properties();
    try (var text = Files.newBufferedReader(folder.resolve(FILE))) {
      properties.load(text);
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
    try {
      var noted =
          new RunningSystem(
              Long.parseLong(properties.getProperty("pid", "")),
              Long.parseLong(properties.getProperty("started-millis", "")),
              properties.getProperty("kafka", ""),
              URI.create(properties.getProperty("registry", "")));
      return Optional.of(noted).filter(RunningSystem::isAlive);
    } catch (IllegalArgumentException garbled) {
      throw new IOException("not understood: " + folder.resolve(FILE), garbled);
    }
  }

  private boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> started(process) == startedMillis)
        .isPresent();
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
