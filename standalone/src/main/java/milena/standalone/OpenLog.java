package milena.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import milena.registry.RegistryConfig;
import milena.registry.RegistryService;
import milena.registry.log.LogUnavailable;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.schemas.AvroFormat;
import milena.schemas.RecordFormat;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import milena.standalone.data.FolderLock;
import milena.standalone.kafka.EmbeddedKafka;
import milena.standalone.recover.LastEnd;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log that can be read; {@link #close} stops what was started for that. */
public final class OpenLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OpenLog.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  /** A command that nobody answers says so while somebody still looks at it. */
  private static final int ANSWER_LIMIT_MS = 20_000;

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final ClientSettings clients;
  private final RecordFormat format;

  private OpenLog(FoundLog found) throws IOException {
    try {
      var reached = reach(found);
      clients = new ClientSettings(reached.kafka, "command-" + ProcessHandle.current().pid());
      started.push(reached.registry);
      format = new AvroFormat(reached.registry);
    } catch (IOException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /** What it takes to read. */
  private record Reached(Map<String, Object> kafka, RegistryClient registry) {}

  /**
   * Opens a log; of a folder at rest, its broker and registry are started alone, on free ports.
   *
   * @throws IOException when the folder is in use, or broker or registry do not start
   */
  public static OpenLog open(FoundLog found) throws IOException {
    return new OpenLog(found);
  }

  /** Settings of clients that reach it. */
  public ClientSettings clients() {
    return clients;
  }

  /** How its records are written. */
  public RecordFormat format() {
    return format;
  }

  private Reached reach(FoundLog found) throws IOException {
    return switch (found) {
      case FoundLog.Running(var system) ->
          new Reached(
              kafka(system.kafka(), null),
              new RegistryClient(RegistrySettings.of(system.registry())));
      case FoundLog.Cluster(var bootstrap, var properties, var registry) ->
          new Reached(
              kafka(bootstrap, properties), RegistryAccess.client(registry, urls(registry)));
      case FoundLog.AtRest(var folder) -> start(folder);
    };
  }

  private static List<URI> urls(MilenaConfig.Registry registry) {
    return switch (registry) {
      case MilenaConfig.Registry.BuiltIn(var listen) -> List.of(URI.create("http://" + listen));
      case MilenaConfig.Registry.Outside outside -> outside.urls();
    };
  }

  private Reached start(Path folder) throws IOException {
    started.push(FolderLock.take(folder));
    if (LastEnd.of(folder) == LastEnd.POWER_CUT) {
      throw new IOException(
          "the power was cut while the log in "
              + folder.toAbsolutePath()
              + " was in use: start it once with `milena up`, which makes that good");
    }
    var options = EmbeddedKafka.Options.at(FoundLog.kafka(folder));
    var broker =
        EmbeddedKafka.start(
            options, fault -> log.error("the broker stopped reason={}", fault.reason()));
    started.push(broker);
    var kafka = kafka(broker.bootstrap(), null);
    var registry =
        new RegistryService(
            new InetSocketAddress(options.listen().host(), 0), kafka, RegistryConfig.alone());
    try {
      registry.start();
    } catch (LogUnavailable notThere) {
      throw new IOException(
          "the schema registry does not start: " + notThere.getMessage(), notThere);
    }
    started.push(() -> registry.stop(Deadline.after(STOP_LIMIT, System::nanoTime)));
    return new Reached(kafka, new RegistryClient(RegistrySettings.of(registry.url())));
  }

  private static Map<String, Object> kafka(String bootstrap, @Nullable Path properties)
      throws IOException {
    var settings = new HashMap<String, Object>();
    settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS / 2);
    if (properties != null) {
      var read = new Properties();
      try (var text = Files.newBufferedReader(properties)) {
        read.load(text);
      }
      read.forEach((name, value) -> settings.put(name.toString(), value));
    }
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    return settings;
  }

  /** Stops what was started, last first; a part that does not stop well keeps no other from it. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception failure) {
        log.warn("did not stop well reason={}", failure.getMessage(), failure);
      }
    }
  }
}
