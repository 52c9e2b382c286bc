package milena.router.trim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.Topics;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from the log what no submission needs any more. Kafka itself knows only age, and after a
 * long stop age says nothing: so the topics that a submission lives in are kept without end by
 * Kafka, and trimmed here. Every process with the router does it; that several do it harms nothing.
 */
public final class LogTrim {
  private static final Logger LOG = LoggerFactory.getLogger(LogTrim.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration BEHIND = Duration.ofMinutes(2);

  /** Where a submission may be that neither waits in the shaper nor has ended. */
  private static final List<String> ON_THE_WAY =
      List.of(Topics.SUBMISSIONS, Topics.RECIPIENTS, Topics.QUEUE);

  private final ClientSettings clients;
  private final InstantSource clock;
  private final TrimRules rules;
  private @Nullable ScheduledExecutorService looking;

  /**
   * Does nothing before {@link #start}.
   *
   * @param kept records are kept for so long at least
   * @param clock the time of day, as near as can be to that of the brokers
   */
  public LogTrim(ClientSettings clients, Duration kept, InstantSource clock) {
    this.clients = clients;
    this.clock = clock;
    this.rules = new TrimRules(kept, BEHIND);
  }

  /** Begins to look, every minute. */
  public void start() {
    var thread = Thread.ofPlatform().daemon().name("log-trim").factory();
    looking = Executors.newSingleThreadScheduledExecutor(thread);
    looking.scheduleWithFixedDelay(
        this::lookOrSayWhyNot, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookOrSayWhyNot() {
    try {
      look();
    } catch (KafkaException away) {
      LOG.warn("the log is not trimmed for now reason={}", away.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Looks once, and removes what this and the looks before it allow.
   *
   * @return how many partitions begin later now
   * @throws KafkaException when the log does not answer, or does not let us remove anything
   */
  public int look() throws InterruptedException {
    try (var log = new WatchedLog(clients)) {
      var needs = log.notes(Topics.QUEUE).stream().map(Need::of).toList();
      var unread = log.oldestUnread(ON_THE_WAY);
      var before = rules.before(new Look(clock.millis(), unread, needs));
      if (before.isEmpty()) {
        return 0;
      }
      int trimmed = log.trim(before.getAsLong());
      if (trimmed > 0) {
        LOG.info("trimmed the log partitions={} before={}", trimmed, before.getAsLong());
      }
      return trimmed;
    }
  }

  /** Stops looking. */
  public void stop() {
    if (looking != null) {
      looking.shutdownNow();
    }
  }
}
