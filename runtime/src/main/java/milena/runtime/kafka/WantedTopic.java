package milena.runtime.kafka;

import java.util.Map;

/**
 * A topic as it should be.
 *
 * @param name its name
 * @param partitions its number of partitions
 * @param replication copies of each partition
 * @param settings its settings, by Kafka's names
 */
public record WantedTopic(
    String name, int partitions, int replication, Map<String, String> settings) {

  /** Copies the settings. */
  public WantedTopic {
    settings = Map.copyOf(settings);
  }
}
