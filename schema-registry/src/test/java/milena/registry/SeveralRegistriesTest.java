package milena.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import milena.registry.fold.Entry;
import milena.registry.fold.EntryJson;
import milena.registry.fold.SchemaText;
import milena.registry.fold.Stamp;
import milena.registry.log.KafkaSchemaLog;
import milena.schemas.registry.CompatibilityLevel;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several registries on one real log. */
class SeveralRegistriesTest {
  private final String topic = TestBroker.newTopic();
  private final List<RegistryService> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(service -> service.stop(RegistryServiceTest.soon()));
  }

  private RegistryService start() throws Exception {
    var config =
        new RegistryConfig(
            false,
            Optional.empty(),
            Optional.empty(),
            topic,
            Duration.ofSeconds(4),
            Duration.ofSeconds(20));
    var service = new RegistryService(RegistryServiceTest.anyPort(), TestBroker.client(), config);
    service.start();
    started.add(service);
    return service;
  }

  private static Schema record(String field) {
    return SchemaBuilder.record("R").fields().optionalInt(field).endRecord();
  }

  private static RegistryClient client(RegistryService... services) {
    var urls = List.of(services).stream().map(RegistryService::url).toList();
    return new RegistryClient(RegistrySettings.of(urls.toArray(java.net.URI[]::new)));
  }

  @Test
  void shouldWriteThroughWhicheverIsAskedAndGoOnWhenTheWriterIsGone() throws Exception {
    // Given
    var first = start();
    await().until(first::leading);
    var second = start();
    try (var viaFirst = client(first);
        var viaSecond = client(second);
        var viaBoth = client(first, second)) {

      // When
      int a = viaSecond.register("s", record("a"));
      int b = viaFirst.register("s", record("b"));

      // Then
      assertThat(viaFirst.schemaOf(a)).isEqualTo(record("a"));
      assertThat(viaSecond.schemaOf(b)).isEqualTo(record("b"));
      await().until(() -> first.leading() != second.leading());

      // When
      var writing = first.leading() ? first : second;
      var reading = first.leading() ? second : first;
      writing.stop(RegistryServiceTest.soon());
      await().atMost(20, TimeUnit.SECONDS).until(reading::leading);
      int c = viaBoth.register("s", record("c"));

      // Then
      assertThat(viaBoth.register("s", record("a"))).isEqualTo(a);
      assertThat(viaBoth.version("s", 3).id()).isEqualTo(c);
    }
  }

  @Test
  void shouldPassOverAWriterThatDoesNotKnowItWasReplaced() throws Exception {
    // Given
    var service = start();
    await().until(service::leading);
    var old = new Stamp(0, "replaced", 9);
    var text = new SchemaText("\"int\"", List.of());

    try (var client = client(service)) {
      // When
      append(new Entry.SchemaAdded(old, 77, "s", 1, text));
      append(new Entry.LevelSet(old, "s", CompatibilityLevel.NONE));
      int id = client.register("s", record("a"));

      // Then
      assertThat(client.latest("s").version()).isEqualTo(1);
      assertThat(client.latest("s").id()).isEqualTo(id);
      assertThat(client.level("s")).isEqualTo(CompatibilityLevel.BACKWARD);
    }
  }

  @Test
  void shouldGiveWayToAWriterThatBeganAfterIt() throws Exception {
    // Given
    var service = start();
    await().until(service::leading);
    var other = new Stamp(1_000, "other", 0);

    try (var client = client(service)) {
      // When: somebody else's epoch begins, and this one, still seated, begins the next
      append(new Entry.EpochBegun(other, "http://127.0.0.1:1"));
      int id = client.register("s", record("a"));

      // Then
      try (var log = KafkaSchemaLog.open(TestBroker.client(), topic, Duration.ofSeconds(10))) {
        assertThat(log.ledger().epoch()).isEqualTo(1_001);
        assertThat(log.ledger().versions("s")).containsExactly(id);
      }
    }
  }

  @Test
  void shouldGiveSchemasTheirIdsAgainWhenTheLogIsGone() throws Exception {
    // Given
    var service = start();
    await().until(service::leading);
    try (var client = client(service);
        var later = client(service)) {
      int a = client.register("s", record("a"));
      int b = client.register("s", record("b"));

      // When
      TestBroker.empty(topic);
      int c =
          await()
              .atMost(30, TimeUnit.SECONDS)
              .ignoreExceptions()
              .until(
                  () -> later.register("s", record("c")), id -> later.latest("s").version() == 1);

      // Then
      assertThat(c).isNotIn(a, b);
      assertThat(later.register("s", record("b"))).isEqualTo(b);
      assertThat(later.register("s", record("a"))).isEqualTo(a);
    }
  }

  private void append(Entry entry) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            TestBroker.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, EntryJson.key(entry), EntryJson.value(entry)))
          .get();
    }
  }
}
