package milena.runtime.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics that are missing, and checks those that are there. */
public final class TopicProvisioner {
  private final Admin admin;
  private final Duration patience;

  /** Asks through this client, and gives up on an answer after {@code patience}. */
  public TopicProvisioner(Admin admin, Duration patience) {
    this.admin = admin;
    this.patience = patience;
  }

  /**
   * Makes every topic be there as wanted.
   *
   * @throws TopicsDiffer when topics exist in another shape; all differences are listed
   */
  public void provide(List<WantedTopic> wanted) throws InterruptedException {
    var found = describe(wanted);
    create(wanted.stream().filter(topic -> !found.containsKey(topic.name())).toList());
    var present = wanted.stream().filter(topic -> found.containsKey(topic.name())).toList();
    var differences = new ArrayList<String>();
    var settings = settings(present);
    for (var topic : present) {
      int partitions = found.getOrDefault(topic.name(), 0);
      if (partitions != topic.partitions()) {
        differences.add(
            topic.name() + " has " + partitions + " partitions, wanted " + topic.partitions());
      }
      differ(topic, settings.getOrDefault(topic.name(), Map.of()), differences);
    }
    if (!differences.isEmpty()) {
      throw new TopicsDiffer(differences);
    }
  }

  private static void differ(
      WantedTopic topic, Map<String, String> actual, List<String> differences) {
    topic
        .settings()
        .forEach(
            (name, value) -> {
              var is = actual.get(name);
              if (!value.equals(is)) {
                differences.add(topic.name() + " has " + name + "=" + is + ", wanted " + value);
              }
            });
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
      return admin.describeConfigs(resources).all().get(patience.toMillis(), TimeUnit.MILLISECONDS)
          .entrySet().stream()
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
          "the cluster's topics are not as this configuration wants them: "
              + String.join("; ", differences));
    }
  }
}
