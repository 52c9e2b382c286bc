package milena.tenants.book;

import java.time.Duration;
import java.util.Optional;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.lifecycle.Loop;
import milena.runtime.lifecycle.Service;
import milena.runtime.observe.Meters;
import milena.schemas.RecordFormat;
import milena.schemas.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants and credentials, always as the log has them now: a change is here in well under a
 * second after its acknowledgement. Without broker or registry the last known state stays, for as
 * long as it takes.
 *
 * <p>Whatever goes wrong in reading, the topic is read anew from its beginning and what it says
 * replaces what was known only once its end is reached: nobody is locked out meanwhile, and nothing
 * that was revoked comes back.
 */
public final class TenantBook implements Service {
  private static final Logger log = LoggerFactory.getLogger(TenantBook.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration BACKOFF = Duration.ofMillis(500);

  private final ClientSettings clients;
  private final RecordFormat format;
  private final String implicit;
  private final BookMeters meters;
  private final Loop loop;
  private volatile Roster roster;
  private volatile boolean ready;

  /**
   * A book that is read once started.
   *
   * @param implicit the tenant that there is as long as none was ever made
   */
  public TenantBook(ClientSettings clients, RecordFormat format, String implicit, Meters meters) {
    this.clients = clients;
    this.format = format;
    this.implicit = implicit;
    this.meters = new BookMeters(meters);
    this.roster = Roster.empty(implicit);
    this.loop = new Loop("milena-tenants", BACKOFF, this::follow, this::failed);
  }

  /** All that is known now; ask {@link #ready} first whether that is anything. */
  public Roster roster() {
    return roster;
  }

  /** All that is known now; empty until the topic was read to its end once. */
  public Optional<Roster> known() {
    return ready ? Optional.of(roster) : Optional.empty();
  }

  /** Whether the topic was read to its end once; from then on, for good. */
  public boolean ready() {
    return ready;
  }

  @Override
  public String name() {
    return "tenants";
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop(Deadline deadline) throws InterruptedException {
    if (!loop.stop(deadline.remaining())) {
      log.warn("the tenants' book did not stop in time");
    }
  }

  @Override
  public Health health() {
    return ready ? Health.ready() : Health.notReady("the credentials are not read yet");
  }

  private void failed(Exception why) {
    log.warn("credentials are read anew; what is known stays in force", why);
    meters.reread();
  }

  private void follow(Loop running) {
    try (var reader = new BookReader(clients, format, this::passOver)) {
      running.wokenBy(reader::wakeup);
      reader.begin();
      while (!reader.caughtUp()) {
        reader.poll(POLL);
        if (running.isStopping()) {
          return;
        }
      }
      publish(reader.gathered());
      while (!running.isStopping()) {
        if (reader.poll(POLL) > 0) {
          publish(reader.gathered());
        }
      }
    } finally {
      running.wokenBy(null);
    }
  }

  private void publish(Gathering gathered) {
    roster = gathered.roster(implicit);
    meters.known(gathered);
    if (!ready) {
      ready = true;
      log.info(
          "tenants and credentials are known tenants={} credentials={}",
          gathered.tenantCount(),
          gathered.credentialCount());
    }
  }

  private void passOver(ConsumerRecord<byte[], byte[]> record, UnreadableRecord why) {
    meters.passedOver();
    log.warn(
        "unreadable record passed over topic={} offset={} reason={}",
        record.topic(),
        record.offset(),
        why.getMessage());
  }
}
