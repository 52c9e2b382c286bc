package milena.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import milena.registry.log.KafkaSchemaLog;
import milena.registry.log.LogUnavailable;
import milena.registry.serve.RegistryServer;
import milena.registry.write.Election;
import milena.registry.write.Writer;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import org.jspecify.annotations.Nullable;

/** A schema registry on an address, over a topic of a Kafka cluster. */
public final class RegistryService implements Service {

  private final RegistryMeters meters;
  private final InetSocketAddress bind;
  private final Map<String, Object> kafka;
  private final RegistryConfig config;
  private volatile @Nullable Running running;

  /** What a start made, in the order in which it is taken down. */
  private record Running(
      RegistryServer server, @Nullable Election election, KafkaSchemaLog log, Writer writer) {
    void close() {
      server.close();
      if (election != null) {
        election.close();
      }
      log.close();
    }
  }

  /**
   * A registry that is not started yet.
   *
   * @param bind where clients reach it; port 0 for a free one
   * @param kafka client settings: {@code bootstrap.servers} and what security needs
   */
  public RegistryService(InetSocketAddress bind, Map<String, Object> kafka, RegistryConfig config) {
    this(bind, kafka, config, new Meters());
  }

  /** The same, counted. */
  public RegistryService(
      InetSocketAddress bind, Map<String, Object> kafka, RegistryConfig config, Meters meters) {
    this.meters = new RegistryMeters(meters);
    this.meters.watch(this::leading, this::schemas);
    this.bind = bind;
    this.kafka = Map.copyOf(kafka);
    this.config = config;
  }

  @Override
  public String name() {
    return "registry";
  }

  /**
   * Reads the log and answers from then on; a sole registry can also write by then.
   *
   * @throws IOException when the address is taken
   * @throws LogUnavailable when the topic is not there or cannot be read or written
   */
  @Override
  public void start() throws IOException, LogUnavailable {
    var server = RegistryServer.bind(bind, config.credentials(), meters::answered);
    try {
      running = start(server, KafkaSchemaLog.open(kafka, config.topic(), config.startLimit()));
    } catch (LogUnavailable | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private Running start(RegistryServer server, KafkaSchemaLog log) throws LogUnavailable {
    try {
      var started = config.sole() ? sole(server, log) : oneOfSeveral(server, log);
      server.serve(log, started.writer(), advertised(server), config.sole());
      return started;
    } catch (LogUnavailable | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private Running sole(RegistryServer server, KafkaSchemaLog log) throws LogUnavailable {
    var writer = new Writer(log, advertised(server), () -> true);
    if (!writer.takeSeat()) {
      throw new LogUnavailable("the registry's topic " + config.topic() + " takes no entry");
    }
    return new Running(server, null, log, writer);
  }

  private Running oneOfSeveral(RegistryServer server, KafkaSchemaLog log) {
    var election = new Election(kafka, config.topic(), config.topic(), config.session());
    var writer = new Writer(log, advertised(server), election::seated);
    election.start(writer);
    return new Running(server, election, log, writer);
  }

  /** Where clients reach it once it is started. */
  public URI url() {
    var now = running;
    if (now == null) {
      throw new IllegalStateException("the registry is not started");
    }
    return URI.create(local(now.server()));
  }

  /** Whether this is the one that writes, as far as it knows. */
  public boolean leading() {
    var now = running;
    return now != null && now.writer().leading();
  }

  private int schemas() {
    var now = running;
    return now == null ? 0 : now.log().ledger().schemas().size();
  }

  @Override
  public Health health() {
    return running == null ? Health.notReady("reading the log") : Health.ready();
  }

  @Override
  public void stop(Deadline deadline) {
    var now = running;
    if (now != null) {
      running = null;
      now.close();
    }
  }

  private String advertised(RegistryServer server) {
    return config.advertised().orElseGet(() -> local(server));
  }

  private static String local(RegistryServer server) {
    var address = server.address();
    var host = address.getAddress().isAnyLocalAddress() ? "localhost" : address.getHostString();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
