package milena.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import milena.bench.load.LoadEnvelope;
import milena.schemas.MailEvent;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import milena.schemas.registry.OwnSchemas;
import milena.schemas.registry.RegistryClient;
import milena.schemas.registry.RegistrySettings;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a running system writes is read by Confluent's own clients, in Java and in Python, over the
 * broker and the registry that it serves: today's events, and those of a later version.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForeignReadersTest {
  private static final int MESSAGES = 24;
  private static final String LATER_FIELD = "saidLater";
  private static final String SUBJECT = Topics.EVENTS + "-value";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where a record stands: {@code partition/offset}. */
  private record Spot(int partition, long offset) {}

  @TempDir static Path folder;

  private static SandboxedMilena milena;
  private static String bootstrap;
  private static String registry;

  @BeforeAll
  static void sendMail() throws Exception {
    milena = SandboxedMilena.start(folder.resolve("data"), Map.of());
    bootstrap = milena.found().kafka();
    registry = milena.found().registry().getFirst().toString();
    milena.send(
        MESSAGES,
        LoadEnvelope.to(List.of("accept.test", "defer.test", "reject.test")).withUnknownEvery(3));
    milena.settled(MESSAGES);
  }

  @AfterAll
  static void stop() {
    milena.close();
  }

  @Test
  @Order(1)
  void shouldBeReadByConfluentsPythonClient() throws Exception {
    PythonClient.assumeThere();
    // Given
    var ours = eventsByUs();

    // When
    var read = PythonClient.read(bootstrap, registry, Topics.EVENTS, ours.size());

    // Then
    var theirs = new HashMap<Spot, JsonNode>();
    read.forEach(line -> theirs.put(spot(line), line.path("record")));
    assertThat(theirs).hasSize(ours.size()).hasSizeGreaterThan(2 * MESSAGES);
    ours.forEach((spot, event) -> assertThat(theirs.get(spot)).isEqualTo(json(event)));
  }

  @Test
  @Order(2)
  void shouldBeReadByConfluentsDeserializerAsOurClassesAndAsGenericRecords() throws Exception {
    // Given
    var ours = eventsByUs();

    // When
    var specific = eventsByConfluent(Map.of("specific.avro.reader", true));
    var generic = eventsByConfluent(Map.of());

    // Then
    assertThat(specific).isEqualTo(ours);
    assertThat(generic).hasSize(ours.size());
    ours.forEach(
        (spot, event) -> {
          var record = (GenericRecord) requireNonNull(generic.get(spot));
          assertThat(record.getSchema()).isEqualTo(MailEvent.getClassSchema());
          assertThat(record.get("submissionId")).hasToString(event.getSubmissionId());
          assertThat(record.get("final")).isEqualTo(event.getFinal$());
        });
  }

  @Test
  @Order(3)
  void shouldReadAndBeReadOverALaterVersionOfTheSchema() throws Exception {
    // Given: a version with one more field, which no reader of today knows
    var before = eventsByUs();
    var later = withField("{\"name\":\"saidLater\",\"type\":\"string\",\"default\":\"not yet\"}");
    try (var theirs = client()) {
      refuses(theirs, withField("{\"name\":\"noDefault\",\"type\":\"string\"}"));
      refuses(theirs, widened());
      theirs.register(SUBJECT, new AvroSchema(later));
    }

    // When: a newer writer writes
    var spot = write(new GenericRecordBuilder(later).set("type", "noted").set(LATER_FIELD, "now"));

    // Then: today's readers read its record
    var expected = MailEvent.newBuilder().setType("noted").build();
    assertThat(eventsByUs()).hasSize(before.size() + 1).containsEntry(spot, expected);
    assertThat(eventsByConfluent(Map.of("specific.avro.reader", true)))
        .containsEntry(spot, expected);
    // and the system goes on, and would start again
    milena.send(3, LoadEnvelope.to(List.of("accept.test")));
    milena.settled(MESSAGES + 3);
    try (var own = new RegistryClient(RegistrySettings.of(milena.found().registry()))) {
      assertThat(OwnSchemas.registerAll(own)).containsKey(SUBJECT);
    }
    assertThat(readBy(later)).containsEntry(spot, "now").containsValue("not yet");
  }

  @Test
  @Order(4)
  void shouldBeReadByTheNewerPythonReader() throws Exception {
    PythonClient.assumeThere();
    // Given
    var later = withField("{\"name\":\"saidLater\",\"type\":\"string\",\"default\":\"not yet\"}");
    var file = Files.writeString(folder.resolve("later.avsc"), later.toString());
    var events = eventsByUs();

    // When
    var read = PythonClient.read(bootstrap, registry, Topics.EVENTS, events.size(), file);

    // Then
    assertThat(read)
        .extracting(line -> line.path("record").path(LATER_FIELD).asText())
        .contains("not yet")
        .containsOnlyOnce("now");
  }

  @Test
  @Order(5)
  void shouldServeSchemasThatReferToOthers() throws Exception {
    // Given: a type of our own events under a subject, and a schema that only names it
    var topic = "somebody.digests";
    var event = MailEvent.getClassSchema();
    var whole =
        """
        {"type":"record","name":"Digest","namespace":"somebody",
         "fields":[{"name":"last","type":"milena.schemas.MailEvent"}]}
        """;
    AvroSchema digest;
    try (var theirs = client()) {
      int version = theirs.getVersion(SUBJECT, new AvroSchema(event));
      digest =
          new AvroSchema(
              whole,
              List.of(new SchemaReference("milena.schemas.MailEvent", SUBJECT, version)),
              Map.of("milena.schemas.MailEvent", event.toString()),
              null);
      theirs.register(topic + "-value", digest);
    }
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }

    // When
    var last =
        new GenericRecordBuilder(event)
            .set("type", "delivered")
            .set("recipient", "jürgen@example.com")
            .build();
    var value =
        produced(topic, new GenericRecordBuilder(digest.rawSchema()).set("last", last).build());

    // Then
    int id = java.nio.ByteBuffer.wrap(value, 1, 4).getInt();
    try (var own = new RegistryClient(RegistrySettings.of(milena.found().registry()))) {
      assertThat(own.schemaOf(id)).isEqualTo(digest.rawSchema());
    }
    PythonClient.assumeThere();
    assertThat(PythonClient.read(bootstrap, registry, topic, 1))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.path("record").path("last"))
                    .isEqualTo(
                        json(
                            MailEvent.newBuilder()
                                .setType("delivered")
                                .setRecipient("jürgen@example.com")
                                .build())));
  }

  private static CachedSchemaRegistryClient client() {
    return new CachedSchemaRegistryClient(registry, 100);
  }

  private static void refuses(SchemaRegistryClient theirs, Schema schema) {
    assertThatThrownBy(() -> theirs.register(SUBJECT, new AvroSchema(schema)))
        .isInstanceOfSatisfying(
            RestClientException.class, e -> assertThat(e.getStatus()).isEqualTo(409));
  }

  private static Schema withField(String field) throws Exception {
    var schema = (ObjectNode) JSON.readTree(MailEvent.getClassSchema().toString());
    ((ArrayNode) schema.get("fields")).add(JSON.readTree(field));
    return new Schema.Parser().parse(schema.toString());
  }

  /** Readers of today could not read it, though later ones could read what is there. */
  private static Schema widened() {
    var attempt = "\"name\":\"attempt\",\"type\":\"";
    var text = MailEvent.getClassSchema().toString();
    assertThat(text).contains(attempt + "int\"");
    return new Schema.Parser().parse(text.replace(attempt + "int\"", attempt + "long\""));
  }

  /** Writes an event with Confluent's serializer, as a later version of ours would. */
  private static Spot write(GenericRecordBuilder builder) throws Exception {
    var value = serialized(Topics.EVENTS, builder.build());
    return send(new ProducerRecord<>(Topics.EVENTS, new byte[] {1}, value));
  }

  private static byte[] produced(String topic, GenericRecord record) throws Exception {
    var value = serialized(topic, record);
    send(new ProducerRecord<>(topic, new byte[] {1}, value));
    return value;
  }

  private static byte[] serialized(String topic, GenericRecord record) {
    try (var serializer = new KafkaAvroSerializer()) {
      serializer.configure(
          Map.of(
              "schema.registry.url", registry,
              "auto.register.schemas", false,
              "use.latest.version", true),
          false);
      return serializer.serialize(topic, record);
    }
  }

  private static Spot send(ProducerRecord<byte[], byte[]> record) throws Exception {
    var settings = Map.<String, Object>of("bootstrap.servers", bootstrap);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var written = producer.send(record).get(30, TimeUnit.SECONDS);
      return new Spot(written.partition(), written.offset());
    }
  }

  private static Map<Spot, MailEvent> eventsByUs() {
    var codec = milena.standalone().format().codec(Topics.EVENTS, MailEvent.class);
    var events = new HashMap<Spot, MailEvent>();
    milena
        .log()
        .read(
            Topics.EVENTS,
            0,
            record -> {
              try {
                events.put(
                    new Spot(record.partition(), record.offset()), codec.decode(record.value()));
              } catch (UnreadableRecord e) {
                throw new AssertionError(e);
              }
            });
    return events;
  }

  /** What the field of a later version says to a reader that knows it. */
  private static Map<Spot, String> readBy(Schema later) {
    var said = new HashMap<Spot, String>();
    eventsByConfluent(Map.of("use.latest.version", true))
        .forEach(
            (spot, record) -> {
              assertThat(record.getSchema()).isEqualTo(later);
              said.put(spot, ((GenericRecord) record).get(LATER_FIELD).toString());
            });
    return said;
  }

  private static Map<Spot, IndexedRecord> eventsByConfluent(Map<String, Object> more) {
    var settings = new HashMap<String, Object>(more);
    settings.put("schema.registry.url", registry);
    var deserializer = new KafkaAvroDeserializer();
    deserializer.configure(settings, false);
    var client =
        Map.<String, Object>of(
            "bootstrap.servers", bootstrap,
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest");
    var events = new HashMap<Spot, IndexedRecord>();
    try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), deserializer)) {
      var partitions =
          consumer.partitionsFor(Topics.EVENTS).stream()
              .map(info -> new TopicPartition(Topics.EVENTS, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        record ->
                            events.put(
                                new Spot(record.partition(), record.offset()),
                                (IndexedRecord) record.value()));
                return ends.entrySet().stream()
                    .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
              });
    }
    return events;
  }

  private static Spot spot(JsonNode line) {
    return new Spot(line.path("partition").asInt(), line.path("offset").asLong());
  }

  private static JsonNode json(MailEvent event) {
    var fields = new TreeMap<String, Object>();
    for (var field : event.getSchema().getFields()) {
      var value = event.get(field.pos());
      fields.put(field.name(), value instanceof Instant time ? time.toEpochMilli() : value);
    }
    // Through text, so that numbers are of the same kind on both sides.
    try {
      return JSON.readTree(JSON.writeValueAsString(fields));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
