package milena.tenants.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import milena.ingest.header.HeaderChecks.Anonymity;
import milena.ingest.header.HeaderChecks.Lack;
import milena.ingest.header.OwnChecks;
import milena.runtime.config.Secret;
import milena.runtime.kafka.ClientSettings;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.lifecycle.Health;
import milena.runtime.observe.Meters;
import milena.schemas.AvroFormat;
import milena.schemas.CredentialEntry;
import milena.schemas.CredentialRecord;
import milena.schemas.LogProfile;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.SchemaRegistryException;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.tenants.book.Change.Reason;
import milena.tenants.verify.NewSecrets;
import milena.testing.FixedIds;
import milena.testing.TestBroker;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TenantBookTest {

  private static final Order OPS = new Order("ops", "a test");
  private static final long NOW = 1_780_000_000_000L;

  @TempDir private Path folder;
  private final RecordFormat format = new AvroFormat(new FixedIds());
  private final NewSecrets secrets = new NewSecrets();
  private final List<TenantBook> started = new ArrayList<>();
  private final Meters meters = new Meters();
  private TestBroker broker = unset();

  // Given to NullAway: JUnit sets it before each test.
  @SuppressWarnings("NullAway")
  private static TestBroker unset() {
    return null;
  }

  @BeforeEach
  void start() throws Exception {
    broker = new TestBroker(folder);
    broker.start();
    broker.createTopics(
        LogProfile.singleNode(4, Duration.ofDays(7)), List.of(Topics.spec(Topics.CREDENTIALS)));
  }

  @AfterEach
  void stop() throws Exception {
    for (var book : started) {
      book.stop(Deadline.after(Duration.ofSeconds(10), System::nanoTime));
    }
    broker.close();
    meters.close();
  }

  @Test
  void shouldFollowWhatOperatorsDo() throws Exception {
    // Given
    var log = log();
    var book = ready();
    assertThat(book.roster().tenant("default")).isPresent();
    assertThat(book.roster().tenant("shop")).isEmpty();
    var wanted =
        Tenant.named("shop", new Stamp(0, ""))
            .withNote("Shop Ltd")
            .withSenderDomains(List.of("shop.example", "*.shop.example"))
            .within(new Limits(1, 2, 3, 4, 5))
            .with(
                new OwnChecks(
                    Optional.of(Lack.REFUSE),
                    Optional.of(Anonymity.REFUSE_SUBMITTED),
                    Optional.empty(),
                    Optional.of(20)));

    // When
    var created = log.create(wanted, OPS);
    var password = NewCredential.generated("ann@shop", about("shop", 0), secrets);
    var key = NewCredential.apiKey(about("shop", NOW + 1), secrets);
    var certificate = NewCredential.certificate("ab".repeat(32), "CN=shop", about("shop", 0));
    for (var credential : List.of(password.credential(), key.credential(), certificate)) {
      assertThat(log.add(credential, false, OPS)).isEqualTo(new Change.Done<>(credential));
    }

    // Then
    var made = new Stamp(NOW, "ops");
    var shop =
        new Tenant(
            "shop",
            "Shop Ltd",
            Tenant.State.ACTIVE,
            wanted.senderDomains(),
            wanted.limits(),
            wanted.checks(),
            made,
            made);
    assertThat(created).isEqualTo(new Change.Done<>(shop));
    soon(() -> book.roster().certificate("ab".repeat(32)).isPresent());
    assertThat(book.roster().tenant("shop")).contains(shop);
    assertThat(book.roster().tenant("default")).isEmpty();
    assertThat(book.roster().login("ann@shop")).contains(password.credential());
    assertThat(book.roster().credential(key.credential().id())).contains(key.credential());
    assertThat(book.roster().certificate("ab".repeat(32))).contains(certificate);
    assertThat(log.read().credentials()).hasSize(3);

    // When
    log.alter("shop", tenant -> tenant.in(Tenant.State.SUSPENDED), new Order("bob", ""));
    log.revoke("ann@shop", OPS);

    // Then
    soon(() -> book.roster().login("ann@shop").isEmpty());
    var suspended = book.roster().tenant("shop").orElseThrow();
    assertThat(suspended.active()).isFalse();
    assertThat(suspended.created()).isEqualTo(made);
    // Later than what was, though the clock has not moved.
    assertThat(suspended.changed()).isEqualTo(new Stamp(NOW + 1, "bob"));
  }

  @Test
  void shouldRefuseOrdersThatDoNotFit() throws Exception {
    // Given
    var log = log();
    var ann = NewCredential.generated("ann", about("shop", 0), secrets).credential();
    var again = NewCredential.generated("ann", about("shop", 0), secrets).credential();
    var stolen = NewCredential.generated("ann", about("other", 0), secrets).credential();

    // Then
    assertThat(log.add(ann, false, OPS)).isEqualTo(refused(Reason.NO_SUCH_TENANT, "shop"));
    log.create(Tenant.named("shop", new Stamp(0, "")), OPS);
    log.create(Tenant.named("other", new Stamp(0, "")), OPS);
    assertThat(log.create(Tenant.named("shop", new Stamp(0, "")), OPS))
        .isEqualTo(refused(Reason.ALREADY_THERE, "shop"));
    assertThat(log.alter("none", tenant -> tenant, OPS))
        .isEqualTo(refused(Reason.NOT_THERE, "none"));
    assertThat(log.add(ann, false, OPS)).isInstanceOf(Change.Done.class);
    assertThat(log.add(again, false, OPS)).isEqualTo(refused(Reason.ALREADY_THERE, "ann"));
    assertThat(log.add(stolen, true, OPS)).isEqualTo(refused(Reason.ALREADY_THERE, "ann"));
    assertThat(log.add(again, true, OPS)).isEqualTo(new Change.Done<>(again));
    assertThat(log.revoke("bob", OPS)).isEqualTo(refused(Reason.NOT_THERE, "bob"));
    assertThat(log.remove("shop", false, OPS)).isEqualTo(refused(Reason.HAS_CREDENTIALS, "shop"));
    assertThat(log.remove("shop", true, OPS)).isInstanceOf(Change.Done.class);
    assertThat(log.read().credentials()).isEmpty();
    assertThat(log.read().tenants()).extracting(Tenant::name).containsExactly("other");
  }

  @Test
  void shouldPassOverWhatItCannotReadAndGoOn() throws Exception {
    // Given
    var log = log();
    var book = ready();
    log.create(Tenant.named("shop", new Stamp(0, "")), OPS);
    var ann = NewCredential.generated("ann", about("shop", 0), secrets).credential();
    log.add(ann, false, OPS);

    // When
    write("tenant:shop", bytes("garbage"));
    write("credential:ann", encode(record(ann).setIterations(Integer.MAX_VALUE)));
    write("credential:other", encode(record(ann)));
    write("credential:ann", encode(record(ann).setKind("a new kind")));
    write("nothing of ours", bytes("x"));
    write("tenant:" + "x".repeat(10_000), null);
    write("credential:big", new byte[300 * 1024]);
    log.create(Tenant.named("next", new Stamp(0, "")), OPS);

    // Then
    soon(() -> book.roster().tenant("next").isPresent());
    assertThat(book.roster().tenant("shop")).isPresent();
    assertThat(book.roster().login("ann")).contains(ann);
    assertThat(book.roster().credentials()).hasSize(1);
    assertThat(meters.scrape()).contains("milena_tenants_unreadable_total 7");
    assertThat(book.health()).isEqualTo(Health.ready());
  }

  @Test
  void shouldRemoveWhatIsInAnyOtherStateThanActive() throws Exception {
    // Given
    var log = log();
    var book = ready();
    log.create(Tenant.named("shop", new Stamp(0, "")), OPS);
    var ann = NewCredential.generated("ann", about("shop", 0), secrets).credential();
    log.add(ann, false, OPS);
    soon(() -> book.roster().login("ann").isPresent());

    // When
    write("credential:ann", encode(record(ann).setState("revoked")));

    // Then
    soon(() -> book.roster().login("ann").isEmpty());
  }

  @Test
  void shouldKeepWhatItKnowsWhileTheBrokerIsAwayAndFollowAgain() throws Exception {
    // Given
    var log = log();
    var book = ready();
    log.create(Tenant.named("shop", new Stamp(0, "")), OPS);
    soon(() -> book.roster().tenant("shop").isPresent());

    // When
    broker.stop();

    // Then
    assertThat(book.roster().tenant("shop")).isPresent();
    assertThatThrownBy(() -> impatient().create(Tenant.named("lost", new Stamp(0, "")), OPS))
        .isInstanceOf(KafkaException.class);
    assertThat(book.roster().tenant("shop")).isPresent();
    assertThat(book.ready()).isTrue();
    broker.start();
    assertThat(log().create(Tenant.named("after", new Stamp(0, "")), OPS))
        .isInstanceOf(Change.Done.class);
    await().atMost(Duration.ofSeconds(20)).until(() -> book.roster().tenant("after").isPresent());
    assertThat(book.roster().tenant("shop")).isPresent();
  }

  @Test
  void shouldReadAnewWhatTheRegistryCouldNotTellAndBringNothingBack() throws Exception {
    // Given
    var log = log();
    var away = new AtomicBoolean();
    var book = new TenantBook(clients(Map.of()), awayWhile(away), "default", meters);
    started.add(book);
    book.start();
    log.create(Tenant.named("old", new Stamp(0, "")), OPS);
    log.create(Tenant.named("shop", new Stamp(0, "")), OPS);
    log.remove("old", false, OPS);
    await().until(() -> book.known().flatMap(roster -> roster.tenant("shop")).isPresent());
    var seen = ConcurrentHashMap.<Integer>newKeySet();

    // When
    away.set(true);
    log.create(Tenant.named("next", new Stamp(0, "")), OPS);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              seen.add(book.roster().tenants().size());
              return meters.scrape().contains("milena_tenants_rereads_total 3");
            });
    assertThat(book.roster().tenant("shop")).isPresent();
    away.set(false);
    await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              seen.add(book.roster().tenants().size());
              return book.roster().tenant("next").isPresent();
            });

    // Then
    assertThat(seen).containsExactlyInAnyOrder(1, 2);
    assertThat(meters.scrape()).contains("milena_tenants_unreadable_total 0");
  }

  /** A format whose registry is away for a while. */
  private RecordFormat awayWhile(AtomicBoolean away) {
    return new RecordFormat() {
      @Override
      public <T extends SpecificRecord> RecordCodec<T> codec(String topic, Class<T> type) {
        var codec = format.codec(topic, type);
        return new RecordCodec<>() {
          @Override
          public byte[] encode(T record) {
            return codec.encode(record);
          }

          @Override
          public T decode(byte @Nullable [] value) throws UnreadableRecord {
            if (away.get()) {
              throw new SchemaRegistryException(0, "the registry is away");
            }
            return codec.decode(value);
          }
        };
      }
    };
  }

  @Test
  void shouldBecomeReadyWhenABrokerIsThereAtLast() throws Exception {
    // Given
    log().create(Tenant.named("shop", new Stamp(0, "")), OPS);
    broker.stop();

    // When
    var book = book();

    // Then
    assertThat(book.health()).isInstanceOf(Health.NotReady.class);
    broker.start();
    await().atMost(Duration.ofSeconds(40)).until(book::ready);
    assertThat(book.roster().tenant("shop")).isPresent();
  }

  @Test
  void shouldHaveNoSecretInTheLog() throws Exception {
    // Given
    var log = log();
    log.create(Tenant.named("shop", new Stamp(0, "")), OPS);
    var password = NewCredential.generated("ann", about("shop", 0), secrets);
    var key = NewCredential.apiKey(about("shop", 0), secrets);
    var chosen =
        NewCredential.chosen("bob", new Secret("correct horse"), about("shop", 0), secrets);

    // When
    log.add(password.credential(), false, OPS);
    log.add(key.credential(), false, OPS);
    log.add(chosen, false, OPS);

    // Then
    var all = new StringBuilder();
    for (var value : values()) {
      all.append(new String(value, StandardCharsets.ISO_8859_1));
    }
    assertThat(all.toString())
        .contains("shop", "ann", "bob")
        .doesNotContain(password.secret().value())
        .doesNotContain("correct horse")
        .doesNotContain(key.secret().value().substring(20));
    assertThat(chosen.proof().toString()).contains("iterations=120000");
  }

  private ClientSettings clients(Map<String, Object> more) {
    var settings = new HashMap<String, Object>(more);
    settings.put("bootstrap.servers", broker.bootstrap());
    return new ClientSettings(settings, "test");
  }

  private TenantLog log() {
    return new TenantLog(clients(Map.of()), format, () -> Instant.ofEpochMilli(NOW));
  }

  private TenantLog impatient() {
    return new TenantLog(
        clients(Map.of("default.api.timeout.ms", 1_000, "request.timeout.ms", 500)),
        format,
        () -> Instant.ofEpochMilli(NOW));
  }

  private TenantBook book() {
    var book = new TenantBook(clients(Map.of()), format, "default", meters);
    started.add(book);
    book.start();
    return book;
  }

  private TenantBook ready() {
    var book = book();
    await().atMost(Duration.ofSeconds(20)).until(book::ready);
    return book;
  }

  /** What was acknowledged is there within a second. */
  private static void soon(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  private void write(String key, byte @Nullable [] value) throws Exception {
    try (var producer = new KafkaProducer<byte[], byte[]>(clients(Map.of()).producer("hand"))) {
      producer.send(new ProducerRecord<>(Topics.CREDENTIALS, 0, bytes(key), value)).get();
    }
  }

  private List<byte[]> values() {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(clients(Map.of()).reader("hand"))) {
      var all = List.of(new TopicPartition(Topics.CREDENTIALS, 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      long end = consumer.endOffsets(all).values().iterator().next();
      var values = new ArrayList<byte[]>();
      while (consumer.position(all.getFirst()) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }

  private static CredentialRecord.Builder record(Credential credential) {
    return CredentialRecord.newBuilder(Entries.of(credential).getCredential());
  }

  private byte[] encode(CredentialRecord.Builder record) {
    var entry = CredentialEntry.newBuilder().setCredential(record.build()).build();
    return format.codec(Topics.CREDENTIALS, CredentialEntry.class).encode(entry);
  }

  private static <T> Change<T> refused(Reason reason, String about) {
    return new Change.Refused<>(reason, about);
  }

  private static NewCredential.About about(String tenant, long expiresAt) {
    return new NewCredential.About(tenant, "note", new Stamp(NOW, "ops"), expiresAt);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
