package milena.router.site;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import milena.mail.route.Route;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.SchemaRegistryException;
import milena.schemas.SiteRecord;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code mail.sites} once, on a thread of its own: nothing waits for it, and what it has not
 * come to yet is asked of DNS.
 */
public final class SiteMemory {
  private static final Logger log = LoggerFactory.getLogger(SiteMemory.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final TopicPartition SITES = new TopicPartition(Topics.SITES_TABLE, 0);

  private final ClientSettings clients;
  private final RecordCodec<SiteRecord> codec;
  private final BiConsumer<String, Route.MailExchangers> remember;
  private final Thread thread = Thread.ofPlatform().name("site-memory").unstarted(this::run);
  private volatile boolean stopping;

  /**
   * Does nothing before {@link #start}.
   *
   * @param remember is told of each domain that has exchangers; it keeps what still holds, within
   *     its bounds
   */
  public SiteMemory(
      ClientSettings clients,
      RecordFormat format,
      BiConsumer<String, Route.MailExchangers> remember) {
    this.clients = clients;
    this.codec = format.codec(Topics.SITES_TABLE, SiteRecord.class);
    this.remember = remember;
  }

  /** Begins to read; returns at once. */
  public void start() {
    thread.start();
  }

  private void run() {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients.reader("sites"))) {
      consumer.assign(List.of(SITES));
      consumer.seekToBeginning(List.of(SITES));
      long end = consumer.endOffsets(List.of(SITES)).getOrDefault(SITES, 0L);
      long domains = 0;
      while (!stopping && consumer.position(SITES) < end) {
        for (var record : consumer.poll(POLL)) {
          domains += take(record.value()) ? 1 : 0;
        }
      }
      log.debug("sites remembered count={}", domains);
    } catch (KafkaException | SchemaRegistryException e) {
      log.warn("sites of an earlier run are asked for again reason={}", e.toString());
    }
  }

  private boolean take(byte[] value) {
    try {
      var record = codec.decode(value);
      var route = SiteRecords.route(record);
      route.ifPresent(found -> remember.accept(record.getDomain(), found));
      return route.isPresent();
    } catch (UnreadableRecord e) {
      log.warn("unreadable site record passed over reason={}", e.getMessage());
      return false;
    }
  }

  /** Stops reading, within about a poll. */
  public void stop() throws InterruptedException {
    stopping = true;
    thread.join(POLL.multipliedBy(4));
  }
}
