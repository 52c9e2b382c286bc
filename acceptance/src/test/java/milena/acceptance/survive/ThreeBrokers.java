package milena.acceptance.survive;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.Kafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as Kafka's makers start it: three processes of their main class, each a broker and a
 * controller, every partition on all three of them and written to two before it counts.
 */
final class ThreeBrokers {

  private static final int COUNT = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Processes processes;
  private final Path folder;
  private final List<InetSocketAddress> clients = addresses();
  private final List<InetSocketAddress> controllers = addresses();
  private final List<@Nullable Child> members = new ArrayList<>();

  ThreeBrokers(Processes processes, Path folder) {
    this.processes = processes;
    this.folder = folder;
  }

  private static List<InetSocketAddress> addresses() {
    return IntStream.range(0, COUNT).mapToObj(member -> Processes.freeAddress()).toList();
  }

  /** Starts all, and returns when each sees the others. */
  ThreeBrokers start() throws IOException {
    var cluster = Uuid.randomUuid().toString();
    for (int member = 0; member < COUNT; member++) {
      format(member, cluster);
      members.add(launch(member));
    }
    awaitMembers(COUNT);
    return this;
  }

  private void format(int member, String cluster) throws IOException {
    var settings = settings(member);
    Files.createDirectories(file(member).getParent());
    try (var out = Files.newOutputStream(file(member))) {
      settings.store(out, null);
    }
    try (var nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(nowhere)
          .setNodeId(member + 1)
          .setClusterId(cluster)
          .setDirectories(List.of(log(member)))
          .setMetadataLogDirectory(log(member))
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .run();
    } catch (Exception failure) {
      throw new IOException("cannot prepare " + log(member), failure);
    }
  }

  private Path file(int member) {
    return folder.resolve("broker-" + (member + 1) + ".properties");
  }

  private String log(int member) {
    return folder.resolve("broker-" + (member + 1)).toString();
  }

  private Properties settings(int member) {
    var settings = new Properties();
    var client = "PLAINTEXT://" + Node.text(clients.get(member));
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(member + 1));
    settings.put("listeners", client + ",CONTROLLER://" + Node.text(controllers.get(member)));
    settings.put("advertised.listeners", client);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("controller.quorum.voters", voters());
    settings.put("log.dirs", log(member));
    settings.putAll(REPLICATED);
    settings.putAll(SMALL);
    return settings;
  }

  private String voters() {
    return IntStream.range(0, COUNT)
        .mapToObj(member -> (member + 1) + "@" + Node.text(controllers.get(member)))
        .collect(Collectors.joining(","));
  }

  private static final Map<String, String> REPLICATED =
      Map.of(
          "default.replication.factor", "3",
          "min.insync.replicas", "2",
          "offsets.topic.replication.factor", "3",
          "transaction.state.log.replication.factor", "3",
          "transaction.state.log.min.isr", "2",
          "auto.create.topics.enable", "false",
          "offsets.retention.minutes", "43200");

  /** All of it runs on one machine, beside the processes that use it. */
  private static final Map<String, String> SMALL =
      Map.of(
          "offsets.topic.num.partitions", "3",
          "transaction.state.log.num.partitions", "3",
          "log.cleaner.dedupe.buffer.size", "16777216",
          "num.network.threads", "2",
          "num.io.threads", "4",
          "group.initial.rebalance.delay.ms", "0");

  private Child launch(int member) {
    return processes.start("broker-" + (member + 1), Kafka.class, List.of(file(member).toString()));
  }

  /** Ends one without warning, and returns when the others have noticed. */
  void kill(int member) {
    member(member).kill();
    awaitMembers(COUNT - 1);
  }

  /** Starts one again on what it had, and returns when it serves. */
  void bringBack(int member) {
    members.set(member, launch(member));
    awaitMembers(COUNT);
  }

  private Child member(int member) {
    var running = members.get(member);
    if (running == null) {
      throw new IllegalStateException("broker " + (member + 1) + " was never started");
    }
    return running;
  }

  private void awaitMembers(int count) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      await(count + " brokers")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> members(admin) == count);
    }
  }

  private static int members(Admin admin) throws InterruptedException {
    try {
      return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size();
    } catch (ExecutionException | TimeoutException notYet) {
      return 0;
    }
  }

  /** Where clients find it. */
  String bootstrap() {
    return clients.stream().map(Node::text).collect(Collectors.joining(","));
  }
}
