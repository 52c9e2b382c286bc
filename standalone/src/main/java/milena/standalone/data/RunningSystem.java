package milena.standalone.data;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the process that holds a data folder listens, left there for the other commands.
 *
 * @param pid of the process
 * @param startedMillis when it started, since the system gives process ids out again
 * @param listens where, with the ports that were really taken
 * @param relay where its mail goes: empty to the MX of each domain, {@link #SMARTHOST} to one
 *     server, else the file of routes
 */
public record RunningSystem(long pid, long startedMillis, Listens listens, String relay) {

  /** No file has this name. */
  public static final String SMARTHOST = "*";

  /**
   * Where a process and what it uses listen.
   *
   * @param kafka bootstrap servers, {@code 127.0.0.1:9092}
   * @param registry addresses of the schema registry
   * @param http of health and metrics, {@code 127.0.0.1:8090}
   * @param smtp where mail is accepted; empty when this process does not accept any
   */
  public record Listens(String kafka, List<URI> registry, String http, Optional<String> smtp) {}

  private static final String FILE = "running.properties";

  /** What this process leaves behind about itself. */
  public static RunningSystem thisProcess(Listens listens, String relay) {
    var self = ProcessHandle.current();
    return new RunningSystem(self.pid(), started(self), listens, relay);
  }

  /** Its bootstrap servers. */
  public String kafka() {
    return listens.kafka();
  }

  /** The addresses of its schema registry. */
  public List<URI> registry() {
    return listens.registry();
  }

  /** Leaves the note; it appears whole or not at all. */
  public void write(Path folder) throws IOException {
    var properties = new Properties();
    properties.setProperty("pid", Long.toString(pid));
    properties.setProperty("started-millis", Long.toString(startedMillis));
    properties.setProperty("kafka", listens.kafka());
    properties.setProperty(
        "registry", listens.registry().stream().map(URI::toString).collect(joining(",")));
    properties.setProperty("http", listens.http());
    properties.setProperty("relay", relay);
    listens.smtp().ifPresent(smtp -> properties.setProperty("smtp", smtp));
    var text = new StringWriter();
    properties.store(text, null);
    Synced.write(folder.resolve(FILE), text.toString());
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
              new Listens(
                  properties.getProperty("kafka", ""),
                  Arrays.stream(properties.getProperty("registry", "").split(","))
                      .map(URI::create)
                      .toList(),
                  properties.getProperty("http", ""),
                  Optional.ofNullable(properties.getProperty("smtp"))),
              properties.getProperty("relay", ""));
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
