package milena.registry.write;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the seat to one process of a cluster: the one to which a Kafka consumer group assigns the
 * topic's only partition. Nothing is read through that group. Two processes may each believe to
 * have the seat for a while; the epochs in the log make that harmless.
 */
public final class Election implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Election.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration JOIN = Duration.ofSeconds(5);
  private static final long PAUSE_MS = 500;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private volatile boolean seated;
  private volatile boolean closing;
  private volatile Thread thread = Thread.ofPlatform().unstarted(() -> {});

  /**
   * Prepares to join.
   *
   * @param group the consumer group, the same for all registries of a cluster
   * @param session how long a silent process keeps the seat; brokers usually allow 6 s and more
   */
  public Election(Map<String, Object> kafka, String topic, String group, Duration session) {
    this.topic = topic;
    this.consumer = new KafkaConsumer<>(settings(kafka, group, session));
  }

  /** Whether this process has the seat, as far as it knows. */
  public boolean seated() {
    return seated;
  }

  /** Joins, and lets the writer begin a term whenever the seat comes here. */
  public void start(Writer writer) {
    thread = Thread.ofPlatform().daemon().name("registry-election").start(() -> run(writer));
  }

  private void run(Writer writer) {
    try (consumer) {
      consumer.subscribe(List.of(topic), new Seats());
      while (!closing) {
        step(writer);
      }
    } catch (WakeupException e) {
      LOG.debug("election woken while closing");
    } finally {
      seated = false;
    }
  }

  private void step(Writer writer) {
    try {
      consumer.poll(POLL);
      if (seated) {
        writer.takeSeat();
      }
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("the registries' group is not to be had, trying again", e);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      thread.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, Object> settings(
      Map<String, Object> kafka, String group, Duration session) {
    var settings = new HashMap<>(kafka);
    int sessionMs = Math.toIntExact(session.toMillis());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMs);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionMs / 4);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return settings;
  }

  private final class Seats implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        consumer.pause(partitions);
        seated = true;
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        seated = false;
      }
    }
  }
}
