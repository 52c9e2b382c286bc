package milena.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes the topics that are missing, and checks those that are there. A topic may keep records
 * longer than wanted, but never shorter.
 */
public final class TopicProvisioner {
  /** What may be kept for longer than is asked for. */
  private static final Set<String> AT_LEAST =
      Set.of("retention.ms", "retention.bytes", "delete.retention.ms");

  private final Admin admin;
  private final Duration patience;

  /** Asks through this client, and gives up on an answer after {@code patience}. */
  public TopicProvisioner(Admin admin, Duration patience) {
    this.admin = admin;
    this.patience = patience;
  }

  private void change(Map<ConfigResource, Collection<AlterConfigOp>> changes)
      throws InterruptedException {
    if (changes.isEmpty()) {
      return;
    }
    try {
      admin.incrementalAlterConfigs(changes).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot have topics keep records longer", e.getCause());
    } catch (TimeoutException e) {
      throw noAnswer("have topics keep records longer", e);
    }
  }

  /**
   * Makes every topic be there as wanted, and leaves those that are there as they are.
   *
   * @throws TopicsDiffer when topics exist in another shape; all differences are listed
   */
  public void provide(List<WantedTopic> wanted) throws InterruptedException {
    provide(wanted, false);
  }

  /**
   * The same on a cluster of our own: a topic that would forget sooner than wanted is made to keep
   * its records for longer. Elsewhere that is for those who run the cluster to do.
   */
  public void provideAndLengthen(List<WantedTopic> wanted) throws InterruptedException {
    provide(wanted, true);
  }

  private void provide(List<WantedTopic> wanted, boolean ours) throws InterruptedException {
    var found = describe(wanted);
    create(wanted.stream().filter(topic -> !found.containsKey(topic.name())).toList());
    var present = wanted.stream().filter(topic -> found.containsKey(topic.name())).toList();
    var differences = new ArrayList<String>();
    var longer = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    var settings = settings(present);
    for (var topic : present) {
      int partitions = found.getOrDefault(topic.name(), 0);
      if (partitions != topic.partitions()) {
        differences.add(
            topic.name() + " has " + partitions + " partitions, wanted " + topic.partitions());
      }
      var actual = settings.getOrDefault(topic.name(), Map.of());
      for (var unfit : unfit(topic, actual)) {
        if (ours && AT_LEAST.contains(unfit.name())) {
          longer
              .computeIfAbsent(
                  new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                  resource -> new ArrayList<>())
              .add(new AlterConfigOp(unfit, AlterConfigOp.OpType.SET));
        } else {
          differences.add(difference(topic, unfit, actual));
        }
      }
    }
    if (!differences.isEmpty()) {
      throw new TopicsDiffer(differences);
    }
    change(longer);
  }

  private static List<ConfigEntry> unfit(WantedTopic topic, Map<String, String> actual) {
    return topic.settings().entrySet().stream()
        .filter(setting -> !fits(setting.getKey(), setting.getValue(), actual))
        .map(setting -> new ConfigEntry(setting.getKey(), setting.getValue()))
        .toList();
  }

  private static String difference(
      WantedTopic topic, ConfigEntry wanted, Map<String, String> actual) {
    var least = AT_LEAST.contains(wanted.name()) ? " or more" : "";
    return "%s has %s=%s, wanted %s%s"
        .formatted(topic.name(), wanted.name(), actual.get(wanted.name()), wanted.value(), least);
  }

  private static boolean fits(String name, String wanted, Map<String, String> actual) {
    var is = actual.get(name);
    if (is != null && AT_LEAST.contains(name)) {
      return unlimitedLast(is) >= unlimitedLast(wanted);
    }
    return wanted.equals(is);
  }

  /** Retention of -1 is without end. */
  private static long unlimitedLast(String retention) {
    long given = Long.parseLong(retention);
    return given < 0 ? Long.MAX_VALUE : given;
  }

  private Map<String, Integer> describe(List<WantedTopic> wanted) throws InterruptedException {
    var found = new HashMap<String, Integer>();
    var answers = admin.describeTopics(wanted.stream().map(WantedTopic::name).toList());
    for (var entry : answers.topicNameValues().entrySet()) {
      try {
        TopicDescription description =
            entry.getValue().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        found.put(entry.getKey(), description.partitions().size());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw new IllegalStateException("cannot describe topic " + entry.getKey(), e.getCause());
        }
      } catch (TimeoutException e) {
        throw noAnswer("describe topics", e);
      }
    }
    return found;
  }

  private void create(List<WantedTopic> missing) throws InterruptedException {
    var topics =
        missing.stream()
            .map(
                topic ->
                    new NewTopic(topic.name(), topic.partitions(), (short) topic.replication())
                        .configs(topic.settings()))
            .toList();
    for (var entry : admin.createTopics(topics).values().entrySet()) {
      try {
        entry.getValue().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        // Another process of the cluster may start at the same time; it makes the same topics.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw new IllegalStateException("cannot create topic " + entry.getKey(), e.getCause());
        }
      } catch (TimeoutException e) {
        throw noAnswer("create topics", e);
      }
    }
  }

  private Map<String, Map<String, String>> settings(List<WantedTopic> present)
      throws InterruptedException {
    var resources =
        present.stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
            .toList();
    try {
      return admin
          .describeConfigs(resources)
          .all()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS)
          .entrySet()
          .stream()
          .collect(Collectors.toMap(e -> e.getKey().name(), e -> values(e.getValue())));
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot read the settings of topics", e.getCause());
    } catch (TimeoutException e) {
      throw noAnswer("read the settings of topics", e);
    }
  }

  private static Map<String, String> values(Config config) {
    var values = new HashMap<String, String>();
    config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
    return values;
  }

  private IllegalStateException noAnswer(String what, TimeoutException e) {
    return new IllegalStateException(
        "no answer from Kafka within " + patience.toSeconds() + " s when asked to " + what, e);
  }

  /** Topics exist, but not as they should be. */
  public static final class TopicsDiffer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicsDiffer(List<String> differences) {
      super(
          "the cluster's topics are not as this configuration wants them; have all its processes"
              + " the same partitions, durability and expiry?\n  "
              + String.join("\n  ", differences));
    }
  }
}
