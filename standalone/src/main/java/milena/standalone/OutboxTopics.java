package milena.standalone;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.kafka.TopicProvisioner;
import milena.runtime.kafka.WantedTopic;
import milena.schemas.LogProfile;
import milena.schemas.TopicSpec;
import milena.schemas.Topics;
import milena.tenants.book.Roster;
import milena.tenants.book.Tenant;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an outbox for every tenant that has none, soon after the tenant is made. One that is there
 * stays as it is: how many partitions it has is for those who made it to say. None is ever deleted.
 */
final class OutboxTopics {
  private static final Logger log = LoggerFactory.getLogger(OutboxTopics.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final ClientSettings clients;
  private final LogProfile profile;
  private final Supplier<Optional<Roster>> tenants;
  private final String implicit;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("outbox-topics").factory());
  private List<String> provided = List.of();

  /** Follows {@code tenants}; {@code implicit} is the one that there is while there are none. */
  OutboxTopics(
      ClientSettings clients,
      LogProfile profile,
      Supplier<Optional<Roster>> tenants,
      String implicit) {
    this.clients = clients;
    this.profile = profile;
    this.tenants = tenants;
    this.implicit = implicit;
  }

  /** Returns when those of today's tenants are there, if Kafka lets us. */
  void start() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (tenants.get().isEmpty() && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    look();
    looking.scheduleWithFixedDelay(
        this::lookOn, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop() {
    looking.shutdownNow();
  }

  private void lookOn() {
    try {
      look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("looking for outboxes failed, will look again", e);
    }
  }

  private void look() throws InterruptedException {
    var wanted = tenants.get().map(this::names).orElse(List.of());
    if (wanted.equals(provided)) {
      return;
    }
    try (var admin = Admin.create(clients.admin())) {
      var there = admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      boolean all = true;
      for (var tenant : wanted) {
        var spec = Topics.outbox(tenant);
        all &= there.contains(spec.name()) || make(admin, spec);
      }
      if (all) {
        provided = wanted;
      }
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      log.warn("topics cannot be listed, outboxes may be missing", e);
    }
  }

  private List<String> names(Roster roster) {
    return roster.withoutTenants()
        ? List.of(implicit)
        : roster.tenants().stream().map(Tenant::name).toList();
  }

  /** Whether it is there now; where Kafka takes no such name, only that tenant is without. */
  private boolean make(Admin admin, TopicSpec spec) throws InterruptedException {
    try {
      new TopicProvisioner(admin, PATIENCE)
          .provide(
              List.of(
                  new WantedTopic(
                      spec.name(),
                      spec.partitionCount(profile),
                      profile.replication(),
                      spec.settings(profile))));
      log.info("outbox made topic={}", spec.name());
      return true;
    } catch (TopicProvisioner.TopicsDiffer e) {
      // Somebody else was quicker, and may have it as they like.
      return true;
    } catch (KafkaException | IllegalStateException e) {
      log.warn("outbox cannot be made topic={} reason={}", spec.name(), e.toString());
      return false;
    }
  }
}
