package milena.runtime.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Settings for each kind of client. All read and write plain bytes.
 *
 * @param base the user's own client properties; they hold at least the bootstrap servers
 * @param node this process's name, stable over its restarts: static membership and fencing use it
 */
public record ClientSettings(Map<String, Object> base, String node) {

  /**
   * A transaction that is not ended by then is aborted: a frozen owner holds its readers so long.
   */
  public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(3);

  /** A member that is silent for so long has lost its partitions. */
  public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

  private static final int BATCH_BYTES = 256 * 1024;
  private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

  /** Copies, so that later changes of the map do not matter. */
  public ClientSettings {
    base = Map.copyOf(base);
  }

  /** A member of a group that reads only what was committed and commits by itself. */
  public Map<String, Object> groupConsumer(String group) {
    var settings = reader(group);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, group + "-" + node);
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis() / 4);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return settings;
  }

  /** A reader that is told where to read, and reads only what was committed. */
  public Map<String, Object> reader(String name) {
    var settings = common(name + "-reader");
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
    return settings;
  }

  /** A producer whose records and offsets become visible together; its id fences an older run. */
  public Map<String, Object> transactionalProducer(String id) {
    var settings = producer(id);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id + "-" + node);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
    // The commit sends what has gathered; before it, every request would be one more.
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 1_000);
    // The first batch of a transaction is sent again while the one before it is still being ended.
    // A second one under way would arrive first, out of order, and be refused as well.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return settings;
  }

  /** A producer whose records are acknowledged by all replicas and never doubled by a resend. */
  public Map<String, Object> producer(String name) {
    var settings = common(name + "-producer");
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    return settings;
  }

  /** An administration client. */
  public Map<String, Object> admin() {
    return common("admin");
  }

  private Map<String, Object> common(String name) {
    var settings = new HashMap<>(base);
    settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "milena-" + name + "-" + node);
    settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50L);
    settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
    settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    return settings;
  }
}
