package milena.tenants.book;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import milena.runtime.kafka.ClientSettings;
import milena.schemas.CredentialEntry;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.tenants.book.Change.Reason;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes to tenants and credentials. Each reads the topic to its end, decides, writes, and returns
 * when all replicas have it. For operators: of two that change the same thing in the same moment,
 * the later one wins. Not safe for use by several threads at once.
 */
public final class TenantLog {
  private static final Logger log = LoggerFactory.getLogger(TenantLog.class);
  private static final String HEADER_WHO = "milena-who";
  private static final String HEADER_WHY = "milena-why";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClientSettings clients;
  private final RecordFormat format;
  private final RecordCodec<CredentialEntry> codec;
  private final InstantSource clock;

  /** Works through clients with these settings. */
  public TenantLog(ClientSettings clients, RecordFormat format, InstantSource clock) {
    this.clients = clients;
    this.format = format;
    this.codec = format.codec(Topics.CREDENTIALS, CredentialEntry.class);
    this.clock = clock;
  }

  /**
   * Everything as it is now, without an implicit tenant.
   *
   * @throws KafkaException when the log does not answer
   */
  public Roster read() {
    try (var reader =
        new BookReader(
            clients,
            format,
            (record, why) ->
                log.warn(
                    "unreadable record passed over offset={} reason={}",
                    record.offset(),
                    why.getMessage()))) {
      reader.begin();
      long heard = System.nanoTime();
      while (!reader.caughtUp()) {
        if (reader.poll(POLL) > 0) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
          throw new KafkaException(Topics.CREDENTIALS + " cannot be read to its end");
        }
      }
      return reader.gathered().roster("");
    }
  }

  /** Makes a tenant. */
  public Change<Tenant> create(Tenant tenant, Order order) throws InterruptedException {
    if (read().tenant(tenant.name()).isPresent()) {
      return new Change.Refused<>(Reason.ALREADY_THERE, tenant.name());
    }
    var stamp = stamp(order);
    var made =
        new Tenant(
            tenant.name(),
            tenant.note(),
            tenant.state(),
            tenant.senderDomains(),
            tenant.limits(),
            stamp,
            stamp);
    write(order, List.of(put(made)));
    return new Change.Done<>(made);
  }

  /** Changes a tenant; its name and its creation stay. */
  public Change<Tenant> alter(String name, UnaryOperator<Tenant> how, Order order)
      throws InterruptedException {
    var known = read().tenant(name);
    if (known.isEmpty()) {
      return new Change.Refused<>(Reason.NOT_THERE, name);
    }
    var before = known.get();
    var altered = how.apply(before).changed(stampAfter(before, order));
    write(order, List.of(put(altered)));
    return new Change.Done<>(altered);
  }

  /**
   * Removes a tenant.
   *
   * @param withCredentials also where it still has some: they go first
   */
  public Change<Tenant> remove(String name, boolean withCredentials, Order order)
      throws InterruptedException {
    var roster = read();
    var known = roster.tenant(name);
    if (known.isEmpty()) {
      return new Change.Refused<>(Reason.NOT_THERE, name);
    }
    var credentials =
        roster.credentials().stream().filter(one -> one.tenant().equals(name)).toList();
    if (!credentials.isEmpty() && !withCredentials) {
      return new Change.Refused<>(Reason.HAS_CREDENTIALS, name);
    }
    // Acknowledged before the tenant goes: one made again under the same name must not inherit any.
    write(order, credentials.stream().map(one -> gone(Gathering.CREDENTIAL + one.id())).toList());
    write(order, List.of(gone(Gathering.TENANT + name)));
    return new Change.Done<>(known.get());
  }

  /**
   * Adds a credential.
   *
   * @param replacing whether one of the same id and tenant gives way to it
   */
  public Change<Credential> add(Credential credential, boolean replacing, Order order)
      throws InterruptedException {
    var roster = read();
    if (!credential.operator() && roster.tenant(credential.tenant()).isEmpty()) {
      return new Change.Refused<>(Reason.NO_SUCH_TENANT, credential.tenant());
    }
    Optional<Credential> there = roster.credential(credential.id());
    if (there.isPresent() && !(replacing && there.get().tenant().equals(credential.tenant()))) {
      return new Change.Refused<>(Reason.ALREADY_THERE, credential.id());
    }
    write(
        order,
        List.of(
            new Write(
                Gathering.CREDENTIAL + credential.id(), codec.encode(Entries.of(credential)))));
    return new Change.Done<>(credential);
  }

  /** Revokes a credential: within a second it lets nobody in any more. */
  public Change<Credential> revoke(String id, Order order) throws InterruptedException {
    var known = read().credential(id);
    if (known.isEmpty()) {
      return new Change.Refused<>(Reason.NOT_THERE, id);
    }
    write(order, List.of(gone(Gathering.CREDENTIAL + id)));
    return new Change.Done<>(known.get());
  }

  private Stamp stamp(Order order) {
    return new Stamp(clock.millis(), order.who());
  }

  /** Later than what was, whatever this machine's clock says: who follows goes by the later. */
  private Stamp stampAfter(Tenant before, Order order) {
    return new Stamp(Math.max(clock.millis(), before.changed().at() + 1), order.who());
  }

  private Write put(Tenant tenant) {
    return new Write(Gathering.TENANT + tenant.name(), codec.encode(Entries.of(tenant)));
  }

  private static Write gone(String key) {
    return new Write(key, null);
  }

  /** A key and what is to stand under it; nothing to remove it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Write(String key, byte @Nullable [] value) {}

  private void write(Order order, List<Write> writes) throws InterruptedException {
    var sent = new ArrayList<Future<RecordMetadata>>();
    try (var producer = new KafkaProducer<byte[], byte[]>(clients.producer("tenants"))) {
      for (var write : writes) {
        sent.add(producer.send(record(order, write)));
      }
      for (var each : sent) {
        each.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the change was not acknowledged; it may be made all the same", e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Order order, Write write) {
    var record =
        new ProducerRecord<>(
            Topics.CREDENTIALS, 0, write.key.getBytes(StandardCharsets.UTF_8), write.value);
    record.headers().add(HEADER_WHO, order.who().getBytes(StandardCharsets.UTF_8));
    record.headers().add(HEADER_WHY, order.why().getBytes(StandardCharsets.UTF_8));
    return record;
  }
}
