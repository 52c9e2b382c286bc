package milena.standalone.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import milena.runtime.config.HostPort;
import milena.standalone.data.FolderLock;
import milena.standalone.data.Synced;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A running single-node broker; {@link #close} stops it and leaves its data in the folder. */
public final class EmbeddedKafka implements AutoCloseable {

  /** A free port can be taken between the probe and the bind; more often than this is no chance. */
  private static final int BIND_TRIES = 5;

  /**
   * What to start.
   *
   * @param folder where its data is and stays
   * @param listen where clients connect; port 0 takes a free one and keeps it over restarts
   * @param settings Kafka's own broker settings, over ours
   */
  public record Options(Path folder, HostPort listen, Map<String, String> settings) {
    public Options {
      settings = Map.copyOf(settings);
    }

    /** On a free port of the loopback address. */
    public static Options at(Path folder) {
      return new Options(folder, new HostPort("127.0.0.1", 0), Map.of());
    }
  }

  private final FolderLock lock;
  private final OneNode server;
  private final HostPort address;
  private final BrokerExit.Listening exits;

  private EmbeddedKafka(
      FolderLock lock, OneNode server, HostPort address, BrokerExit.Listening exits) {
    this.lock = lock;
    this.server = server;
    this.address = address;
    this.exits = exits;
  }

  /**
   * Starts the broker and returns when it serves clients.
   *
   * @param onFault told when the broker cannot go on; the process should end then. Kafka does not
   *     say which broker of a JVM it means, so with several of them each is told
   * @throws IOException if the folder is in use, the port is taken or the broker does not start
   */
  public static EmbeddedKafka start(Options options, Consumer<BrokerFault> onFault)
      throws IOException {
    var lock = FolderLock.take(options.folder());
    var exits = BrokerExit.listen(onFault);
    try {
      return started(options, lock, exits);
    } catch (IOException | RuntimeException failure) {
      exits.close();
      lock.close();
      throw failure;
    }
  }

  private static EmbeddedKafka started(Options options, FolderLock lock, BrokerExit.Listening exits)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      var ports = Ports.choose(options.folder(), options.listen());
      var address = options.listen().withPort(ports.broker());
      if (options.listen().port() != 0 && !Ports.isFree(address)) {
        throw new IOException("cannot listen on " + address + ": the port is taken");
      }
      try {
        var server = boot(options, address, ports.controller());
        ports.remember(options.folder());
        return new EmbeddedKafka(lock, server, address, exits);
      } catch (RuntimeException failure) {
        if (!(rootCause(failure) instanceof BindException)) {
          throw new IOException("the broker did not start: " + rootCause(failure), failure);
        }
        if (attempt == BIND_TRIES) {
          throw new IOException("found no free port on " + address.host(), failure);
        }
      }
    }
  }

  private static OneNode boot(Options options, HostPort address, int controllerPort)
      throws IOException {
    var log = options.folder().resolve("log");
    var settings = BrokerSettings.of(log, address, controllerPort);
    settings.putAll(options.settings());
    formatIfNew(log);
    var server = new OneNode(new KafkaConfig(settings, false));
    try {
      server.startup();
      return server;
    } catch (RuntimeException failure) {
      server.shutdown();
      throw failure;
    }
  }

  /**
   * Makes the log's folder under another name and names it when all of it is on the disk. Kafka
   * syncs only one of the two files: a power cut soon after would leave the other empty for ever.
   */
  private static void formatIfNew(Path log) throws IOException {
    if (Files.exists(log.resolve("meta.properties"))) {
      return;
    }
    var fresh = log.resolveSibling(log.getFileName() + ".new");
    Synced.deleteTree(fresh);
    format(fresh);
    try {
      Synced.move(fresh, log);
    } catch (FileSystemException occupied) {
      throw new IOException(
          log + " is no log and is not empty either: take away what is there", occupied);
    }
  }

  private static void format(Path log) {
    try (var nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(nowhere)
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(log.toString()))
          .setMetadataLogDirectory(log.toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception failure) {
      throw new IllegalStateException("cannot prepare " + log, failure);
    }
  }

  private static Throwable rootCause(Throwable failure) {
    var cause = failure;
    for (var next = failure.getCause(); next != null; next = next.getCause()) {
      cause = next;
    }
    return cause;
  }

  /** What a client connects to: {@code host:port}. */
  public String bootstrap() {
    return address.toString();
  }

  /** Where it listens, with the port that was really taken. */
  public HostPort address() {
    return address;
  }

  /** Stops serving, writes everything to disk and gives the folder free. */
  @Override
  public void close() throws IOException {
    exits.close();
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      lock.close();
    }
  }
}
