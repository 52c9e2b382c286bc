package milena.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.kafka.OffsetRetention;
import milena.runtime.kafka.TopicProvisioner;
import milena.runtime.kafka.WantedTopic;
import milena.schemas.LogProfile;
import milena.schemas.Topics;
import milena.standalone.data.NodeName;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** What the services stand on before the first of them starts: a node, clients, topics. */
final class Ground {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Ground() {}

  /**
   * Clients of this process; its name is kept in the data folder, so that a restart has it again.
   */
  static ClientSettings clients(Path data, String bootstrap, @Nullable Path clientProperties)
      throws IOException {
    var properties = new java.util.HashMap<String, Object>();
    if (clientProperties != null) {
      var read = new Properties();
      try (var reader = Files.newBufferedReader(clientProperties)) {
        read.load(reader);
      }
      read.forEach((name, value) -> properties.put(name.toString(), value));
    }
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    return new ClientSettings(Map.copyOf(properties), NodeName.of(data));
  }

  /** How this configuration keeps the log. */
  static LogProfile profile(MilenaConfig config) {
    int partitions = config.log().partitions();
    var life = config.retries().expiry();
    return switch (config.log().durability()) {
      case FLUSH -> LogProfile.singleNode(partitions, life);
      case REPLICATED -> LogProfile.replicated(partitions, life);
    };
  }

  /**
   * Makes the topics be there as the catalogue wants them.
   *
   * @param ours whether the broker is this process's own: then topics are made to keep records for
   *     longer when the settings ask for it, where on a cluster they only have to
   */
  static void topics(ClientSettings clients, LogProfile profile, boolean ours)
      throws InterruptedException {
    List<WantedTopic> wanted =
        Topics.all().stream()
            .map(
                spec ->
                    new WantedTopic(
                        spec.name(),
                        spec.partitionCount(profile),
                        profile.replication(),
                        spec.settings(profile)))
            .toList();
    try (var admin = Admin.create(clients.admin())) {
      var provisioner = new TopicProvisioner(admin, PATIENCE);
      if (ours) {
        provisioner.provideAndLengthen(wanted);
      } else {
        provisioner.provide(wanted);
        new OffsetRetention(admin, PATIENCE).check(profile.auditHorizon());
      }
    }
  }
}
