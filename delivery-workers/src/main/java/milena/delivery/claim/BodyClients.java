package milena.delivery.claim;

import java.util.Map;
import java.util.function.LongSupplier;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.Topics;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Makes the readers of bodies. None is read from a topic whose records may be taken back: what is
 * referred to was committed before the reference was.
 */
final class BodyClients {

  /** A partition that is read to its end holds up no other one for longer than this. */
  private static final int FETCH_WAIT_MS = 5;

  private static final int FORWARD_BYTES = 1 << 20;
  private static final int BEHIND_BYTES = 128 << 10;
  private static final int FETCH_BYTES = 2 << 20;
  private static final int POLL_RECORDS = 500;
  private static final long FORWARD_GAP = 500;
  private static final long BEHIND_GAP = 32;

  /**
   * Messages that came in together lie between one another and go out together: what follows a
   * chunk is wanted soon, if it is fresh.
   */
  private static final long CONTENT_GAP = 16;

  /** Of what follows an old chunk, most belongs to other messages, which are gone. */
  private static final long CONTENT_BEHIND_GAP = 1;

  private static final int CONTENT_BEHIND_BYTES = Topics.MAX_CHUNK_BYTES;

  private final ClientSettings settings;
  private final BodyLimits limits;
  private final LongSupplier nanoClock;

  BodyClients(ClientSettings settings, BodyLimits limits, LongSupplier nanoClock) {
    this.settings = settings;
    this.limits = limits;
    this.nanoClock = nanoClock;
  }

  TopicReader small(String topic, long cacheBytes) {
    return new TopicReader(
        new RecordCache(cacheBytes),
        TopicReader.Then.KEEP,
        sink -> reader(topic + "-forward", FORWARD_BYTES, style(topic, FORWARD_GAP), sink),
        sink -> reader(topic + "-behind", BEHIND_BYTES, style(topic, BEHIND_GAP), sink));
  }

  TopicReader large(String topic, long cacheBytes) {
    return new TopicReader(
        new RecordCache(cacheBytes),
        TopicReader.Then.FORGET,
        sink -> reader(topic + "-forward", FORWARD_BYTES, style(topic, CONTENT_GAP), sink),
        sink ->
            reader(
                topic + "-behind", CONTENT_BEHIND_BYTES, style(topic, CONTENT_BEHIND_GAP), sink));
  }

  private RangeReader.Style style(String topic, long gap) {
    return new RangeReader.Style(topic, gap, limits.patience());
  }

  private RangeReader reader(
      String name, int fetchBytes, RangeReader.Style style, RangeReader.Sink sink) {
    var config = settings.reader(name);
    config.putAll(
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted",
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS));
    return new RangeReader(name, style, new KafkaConsumer<>(config), sink, nanoClock);
  }
}
