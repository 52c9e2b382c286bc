package milena.router.trim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.LogProfile;
import milena.schemas.TopicSpec;
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
  private final Map<String, Duration> horizons;
  private final InstantSource clock;
  private final TrimRules rules;
  private @Nullable ScheduledExecutorService looking;

  /**
   * Does nothing before {@link #start}.
   *
   * @param profile how long records are kept at least
   * @param clock the time of day, as near as can be to that of the brokers
   */
  public LogTrim(ClientSettings clients, LogProfile profile, InstantSource clock) {
    this.clients = clients;
    this.horizons =
        Topics.all().stream()
            .filter(spec -> spec.trimmedAfter(profile).isPresent())
            .collect(
                Collectors.toMap(
                    TopicSpec::name, spec -> spec.trimmedAfter(profile).orElseThrow()));
    this.clock = clock;
    this.rules = new TrimRules(BEHIND);
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
    try (var log = new WatchedLog(clients, horizons.keySet())) {
      var needs = log.notes(Topics.QUEUE).stream().map(Need::of).toList();
      var unread = log.oldestUnread(ON_THE_WAY);
      long now = clock.millis();
      var needed = rules.neededSince(new Look(now, unread, needs));
      if (needed.isEmpty()) {
        return 0;
      }
      int trimmed = log.trim(topic -> Math.min(needed.getAsLong(), now - horizon(topic)));
      if (trimmed > 0) {
        LOG.info("trimmed the log partitions={} needed-since={}", trimmed, needed.getAsLong());
      }
      return trimmed;
    }
  }

  private long horizon(String topic) {
    var kept = horizons.get(topic);
    if (kept == null) {
      throw new IllegalArgumentException(topic + " is not trimmed");
    }
    return kept.toMillis();
  }

  /** Stops looking. */
  public void stop() {
    if (looking != null) {
      looking.shutdownNow();
    }
  }
}
