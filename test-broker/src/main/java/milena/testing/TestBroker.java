package milena.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import milena.schemas.LogProfile;
import milena.schemas.TopicSpec;
import milena.schemas.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/** A single-node Kafka with durable data that can be stopped and started again on its ports. */
public final class TestBroker implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final int port;
  private final int controllerPort;
  private final int linkedPort;
  private int linkPort;
  private @Nullable KafkaRaftServer server;

  /** Chooses its ports; nothing runs before {@link #start}. */
  public TestBroker(Path folder) throws IOException {
    this.folder = folder.resolve("kafka");
    try (var first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var third = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = first.getLocalPort();
      controllerPort = second.getLocalPort();
      linkedPort = third.getLocalPort();
      linkPort = linkedPort;
    }
  }

  /** Where it listens for those who come by no link. */
  public String bootstrap() {
    return HOST + ":" + port;
  }

  /** A port of its own for clients that come by a link, which is what it tells them to use. */
  public int linkedPort() {
    return linkedPort;
  }

  /** Says by which port clients of the linked port shall come; before the start. */
  public void advertise(int linkPort) {
    this.linkPort = linkPort;
  }

  /** Starts it, on the data that it has. */
  public void start() throws Exception {
    if (!Files.exists(folder.resolve("meta.properties"))) {
      Files.createDirectories(folder);
      format();
    }
    var started = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
    started.startup();
    server = started;
  }

  private void format() throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(folder.toString()))
        .setMetadataLogDirectory(folder.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setIgnoreFormatted(true)
        .run();
  }

  private Properties settings() {
    var all = new Properties();
    all.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "listeners",
                "PLAINTEXT://"
                    + bootstrap()
                    + (",LINKED://" + HOST + ":" + linkedPort)
                    + (",CONTROLLER://" + HOST + ":" + controllerPort),
            "advertised.listeners",
                "PLAINTEXT://" + bootstrap() + ",LINKED://" + HOST + ":" + linkPort,
            "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,LINKED:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.listener.names", "CONTROLLER",
            "inter.broker.listener.name", "PLAINTEXT",
            "controller.quorum.voters", "1@" + HOST + ":" + controllerPort,
            "log.dirs", folder.toString(),
            "auto.create.topics.enable", "false"));
    all.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "log.cleaner.dedupe.buffer.size", "4194304",
            "message.max.bytes", Integer.toString(Topics.MAX_RECORD_BYTES),
            "socket.request.max.bytes", Integer.toString(16 * 1024 * 1024),
            "controller.quorum.election.timeout.ms", "200"));
    all.put("group.initial.rebalance.delay.ms", "0");
    return all;
  }

  /** Creates topics as the catalogue has them. */
  public void createTopics(LogProfile profile, Collection<TopicSpec> specs) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      var topics =
          specs.stream()
              .map(
                  spec ->
                      new NewTopic(spec.name(), spec.partitionCount(profile), (short) 1)
                          .configs(spec.settings(profile)))
              .toList();
      admin.createTopics(topics).all().get();
    }
  }

  /** Stops it; what it has acknowledged is there after the next start. */
  public void stop() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  @Override
  public void close() {
    stop();
  }
}
