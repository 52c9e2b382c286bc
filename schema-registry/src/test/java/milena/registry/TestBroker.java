package milena.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import milena.schemas.LogProfile;
import milena.schemas.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.awaitility.Awaitility;

/** One real broker for all tests of the JVM; each test takes a topic of its own. */
final class TestBroker {
  private static final String BOOTSTRAP = start();

  private TestBroker() {}

  static Map<String, Object> client() {
    return Map.of("bootstrap.servers", BOOTSTRAP);
  }

  /** A new topic with the settings that the catalogue has for the registry's. */
  static String newTopic() {
    var name = Topics.SCHEMAS + "." + Uuid.randomUuid();
    create(name);
    return name;
  }

  /** The topic with nothing in it, as after its data was lost. */
  static void empty(String topic) {
    try (var admin = Admin.create(client())) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Awaitility.await().ignoreExceptions().until(() -> create(topic));
  }

  private static boolean create(String name) {
    var settings =
        Topics.spec(Topics.SCHEMAS).settings(LogProfile.singleNode(1, Duration.ofDays(7)));
    try (var admin = Admin.create(client())) {
      admin
          .createTopics(
              List.of(new NewTopic(name, Optional.of(1), Optional.empty()).configs(settings)))
          .all()
          .get();
      return true;
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String start() {
    try {
      var folder = Files.createTempDirectory("registry-broker");
      int broker = freePort();
      int controller = freePort();
      var server = new KafkaRaftServer(config(folder, broker, controller), Time.SYSTEM);
      server.startup();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
      return "127.0.0.1:" + broker;
    } catch (Exception e) {
      throw new IllegalStateException("no broker", e);
    }
  }

  private static KafkaConfig config(Path folder, int broker, int controller) throws Exception {
    var settings = new HashMap<String, String>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + broker + ",CONTROLLER://127.0.0.1:" + controller);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    settings.put("controller.quorum.election.timeout.ms", "200");
    settings.put("log.dirs", folder.resolve("log").toString());
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    settings.put("log.cleaner.backoff.ms", "200");
    settings.put("auto.create.topics.enable", "false");
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setNodeId(1)
        .setClusterId(Uuid.randomUuid().toString())
        .setDirectories(List.of(folder.resolve("log").toString()))
        .setMetadataLogDirectory(folder.resolve("log").toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setIgnoreFormatted(true)
        .run();
    return new KafkaConfig(settings, false);
  }

  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private static void stop(KafkaRaftServer server, Path folder) {
    server.shutdown();
    server.awaitShutdown();
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println("left behind: " + folder);
    }
  }
}
