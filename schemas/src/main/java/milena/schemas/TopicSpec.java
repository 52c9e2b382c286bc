package milena.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the catalogue of topics.
 *
 * @param name the topic
 * @param partitions which partition count it shares
 * @param kept how long and in which way records are kept
 * @param flush when the broker forces records to disk on a node without replicas
 * @param key what the key is, in words
 * @param value the simple name of the record in the value; empty for the registry's own topic
 * @param path who writes and who reads it, in words
 */
public record TopicSpec(
    String name,
    Partitions partitions,
    Kept kept,
    Flush flush,
    String key,
    String value,
    String path) {

  /**
   * How long a compacted topic keeps a record that takes its key away. Who follows one and was away
   * for longer may have missed some, and has to begin anew.
   */
  public static final Duration TOMBSTONES_KEPT = Duration.ofDays(1);

  private static final long HOUR_MS = 3_600_000;

  /** Topics with the same kind of partitions have equal counts, so that keys land together. */
  public enum Partitions {
    /** By recipient: submissions and what is joined to them. */
    INTAKE,
    /** By site shard, as the shard map says: queue, control, dispatch, attempts and state. */
    SITES,
    /** One partition: small, ordered, read by everyone. */
    ONE
  }

  /** How long records stay. */
  public enum Kept {
    /**
     * As long as a submission without an ending may need it, and for the body horizon at least.
     * Kafka knows only age and removes nothing; the router trims these topics.
     */
    WHILE_NEEDED,
    /**
     * The same, and for the audit horizon at least: how a submission ended has to be known for as
     * long as the submission itself can be read again.
     */
    FACTS_WHILE_NEEDED,
    /** As long as an account must be possible. */
    AUDIT_HORIZON,
    /** A few days. */
    DAYS,
    /** An hour: what is older than some seconds means nothing. */
    HOUR,
    /** The last value of each key, for ever. */
    COMPACTED,
    /** The last value of each key, as long as it can matter. */
    COMPACTED_DAYS,
    /** Every record, for ever. */
    FOREVER
  }

  /** When a node without replicas forces records to disk. */
  public enum Flush {
    /** Before the append is acknowledged. Never on a topic written by transactions. */
    BEFORE_ACK,
    /** Every half second. */
    HALF_SECOND,
    /** When the operating system likes: the topic can be rebuilt from flushed ones. */
    DERIVED
  }

  /** The number of partitions under a profile. */
  public int partitionCount(LogProfile profile) {
    return switch (partitions) {
      case INTAKE -> profile.intakePartitions();
      case SITES -> profile.sitePartitions();
      case ONE -> 1;
    };
  }

  /** The topic's settings under a profile, by Kafka's names. */
  public Map<String, String> settings(LogProfile profile) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("message.timestamp.type", "LogAppendTime");
    settings.put("max.message.bytes", Integer.toString(Topics.MAX_RECORD_BYTES));
    if (name.startsWith(Topics.OUTBOX_PREFIX)) {
      // Somebody else writes here. Kafka holds what is compressed against the limit as it came;
      // only
      // a topic that it inflates records for has them measured as their readers will meet them.
      settings.put("compression.type", "uncompressed");
    }
    settings.put("min.insync.replicas", Integer.toString(profile.minInsyncReplicas()));
    switch (kept) {
      case AUDIT_HORIZON -> keepFor(settings, profile.auditHorizon().toMillis());
      case DAYS -> keepFor(settings, profile.daysHorizon().toMillis());
      case HOUR -> {
        keepFor(settings, HOUR_MS);
        settings.put("segment.ms", Long.toString(HOUR_MS));
      }
      case WHILE_NEEDED, FACTS_WHILE_NEEDED, FOREVER -> keepFor(settings, -1);
      case COMPACTED -> compact(settings, "compact");
      case COMPACTED_DAYS -> {
        keepFor(settings, profile.daysHorizon().toMillis());
        compact(settings, "compact,delete");
      }
    }
    if (profile.flushed()) {
      switch (flush) {
        case BEFORE_ACK -> settings.put("flush.messages", "1");
        case HALF_SECOND -> settings.put("flush.ms", "500");
        case DERIVED -> {}
      }
    }
    return settings;
  }

  /**
   * How long records stay at least in a topic that Milena trims; empty where Kafka's own settings
   * say how long they stay.
   */
  public Optional<Duration> trimmedAfter(LogProfile profile) {
    return switch (kept) {
      case WHILE_NEEDED -> Optional.of(profile.bodyHorizon());
      case FACTS_WHILE_NEEDED -> Optional.of(profile.auditHorizon());
      case AUDIT_HORIZON, DAYS, HOUR, COMPACTED, COMPACTED_DAYS, FOREVER -> Optional.empty();
    };
  }

  private static void compact(Map<String, String> settings, String policy) {
    settings.put("cleanup.policy", policy);
    settings.put("delete.retention.ms", Long.toString(TOMBSTONES_KEPT.toMillis()));
  }

  private static void keepFor(Map<String, String> settings, long millis) {
    settings.put("cleanup.policy", "delete");
    settings.put("retention.ms", Long.toString(millis));
    // A cluster may bound its topics' sizes by default; here that would remove what still waits.
    settings.put("retention.bytes", "-1");
  }
}
