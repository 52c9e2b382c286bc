package milena.ingest.log;

import java.util.HashMap;
import java.util.Map;
import milena.schemas.Topics;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The producer's settings that ingest's promises rest on; the user's own cannot undo them. */
final class ProducerSettings {

  /** What a record's key, headers and batch add to its value, amply. */
  static final int RECORD_OVERHEAD = 4 * 1024;

  // Two chunks: what is larger than a batch is not taken from the pool of buffers, but made and
  // thrown away.
  private static final int BATCH_BYTES = 2 * (Topics.MAX_CHUNK_BYTES + RECORD_OVERHEAD);
  // For inline submissions, on top of the bodies that the budget covers: one batch for each of 128
  // partitions.
  private static final long BATCH_MEMORY = 32L * 1024 * 1024;
  // A topic that was idle must not be forgotten, or the first send after it would find no metadata.
  private static final long TEN_YEARS_MILLIS = 10L * 365 * 24 * 3600 * 1000;

  private ProducerSettings() {}

  static Map<String, Object> of(Map<String, Object> client, LogSettings settings) {
    var all = new HashMap<>(client);
    int timeout = Math.toIntExact(settings.timeout().toMillis());
    int linger = Math.toIntExact(settings.linger().toMillis());
    all.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "milena-ingest");
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    // While one request is being flushed the next gathers: the disk sets the size of a group.
    all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_RECORD_BYTES);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, settings.memoryBudget() + BATCH_MEMORY);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(500, (timeout - linger) * 2 / 3));
    all.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
    all.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TEN_YEARS_MILLIS);
    return all;
  }
}
