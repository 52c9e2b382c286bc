package milena.registry.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.List;
import java.util.Map;
import milena.registry.write.MemoryLog;
import milena.schemas.AvroFormat;
import milena.schemas.MailEvent;
import milena.schemas.PluggedFormat;
import milena.schemas.Topics;
import milena.schemas.registry.OwnSchemas;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Confluent's own client and serializers against our registry, our client and our format. */
class ConfluentJudgeTest {
  private final HttpRegistry registry = HttpRegistry.writing(new MemoryLog());
  private final Map<String, Object> settings =
      Map.of(
          "schema.registry.url", registry.url().toString(),
          "auto.register.schemas", true,
          "specific.avro.reader", true);

  @AfterEach
  void close() {
    registry.close();
  }

  static MailEvent event() {
    return MailEvent.newBuilder()
        .setType("delivered")
        .setFinal$(true)
        .setSubmissionId("01J.0")
        .setRecipient("jürgen@example.com")
        .setCode(250)
        .setMeta(Map.of("k", "v"))
        .build();
  }

  @Test
  void shouldWriteTheSameBytesAsConfluentsSerializer() throws Exception {
    try (var client = registry.client();
        var serializer = new KafkaAvroSerializer()) {
      // Given
      OwnSchemas.registerAll(client);
      serializer.configure(settings, false);

      // When
      var theirs = serializer.serialize(Topics.EVENTS, event());
      var ours = new AvroFormat(client).codec(Topics.EVENTS, MailEvent.class).encode(event());

      // Then
      assertThat(ours).isEqualTo(theirs);
    }
  }

  @Test
  void shouldBeReadByConfluentsDeserializerAndReadItsRecords() throws Exception {
    try (var client = registry.client();
        var plain = new KafkaAvroDeserializer()) {
      // Given
      plain.configure(Map.of("schema.registry.url", registry.url().toString()), false);
      var ours = new AvroFormat(client).codec(Topics.EVENTS, MailEvent.class);
      var theirs =
          new PluggedFormat(
                  "io.confluent.kafka.serializers.KafkaAvroSerializer",
                  "io.confluent.kafka.serializers.KafkaAvroDeserializer",
                  settings)
              .codec(Topics.EVENTS, MailEvent.class);

      // Then
      assertThat(theirs.decode(ours.encode(event()))).isEqualTo(event());
      assertThat(ours.decode(theirs.encode(event()))).isEqualTo(event());
      var generic = (GenericRecord) plain.deserialize(Topics.EVENTS, ours.encode(event()));
      assertThat(generic.get("recipient")).hasToString("jürgen@example.com");
    }
  }

  @Test
  void shouldReadThroughConfluentsGenericDeserializerToo() throws Exception {
    try (var client = registry.client()) {
      // Given
      var ours = new AvroFormat(client).codec(Topics.EVENTS, MailEvent.class);
      var generic =
          new PluggedFormat(
                  "io.confluent.kafka.serializers.KafkaAvroSerializer",
                  "io.confluent.kafka.serializers.KafkaAvroDeserializer",
                  Map.of("schema.registry.url", registry.url().toString()))
              .codec(Topics.EVENTS, MailEvent.class);

      // Then
      assertThat(generic.decode(ours.encode(event()))).isEqualTo(event());
    }
  }

  @Test
  void shouldReadARecordOfAnOlderVersion() throws Exception {
    try (var client = registry.client();
        var serializer = new KafkaAvroSerializer()) {
      // Given
      serializer.configure(settings, false);
      var old =
          new Schema.Parser()
              .parse(
                  "{\"type\":\"record\",\"name\":\"MailEvent\",\"namespace\":\"milena.schemas\",\"fields\":["
                      + "{\"name\":\"gone\",\"type\":\"int\",\"default\":0},"
                      + "{\"name\":\"type\",\"type\":\"string\",\"default\":\"\"}]}");
      GenericRecord record = new GenericData.Record(old);
      record.put("gone", 1);
      record.put("type", "bounced");
      var bytes = serializer.serialize(Topics.EVENTS, record);

      // When
      var read = new AvroFormat(client).codec(Topics.EVENTS, MailEvent.class).decode(bytes);

      // Then
      assertThat(read).isEqualTo(MailEvent.newBuilder().setType("bounced").build());
    }
  }

  @Test
  void shouldGiveConfluentsClientTheCodesItKnows() throws Exception {
    var theirs = new CachedSchemaRegistryClient(registry.url().toString(), 10);
    theirs.register("s", record("{\"name\":\"f\",\"type\":\"int\"}"));

    refused(409, () -> theirs.register("s", record("{\"name\":\"g\",\"type\":\"int\"}")));
    refused(
        42201,
        () ->
            theirs.register(
                "s",
                new AvroSchema("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}") {
                  @Override
                  public String canonicalString() {
                    return "{\"type\":\"what\"}";
                  }
                }));
    refused(40401, () -> theirs.getLatestSchemaMetadata("none"));
    refused(40402, () -> theirs.getSchemaMetadata("s", 7));
    refused(40403, () -> theirs.getSchemaById(12345));
    refused(40408, () -> theirs.getCompatibility("s"));
    assertThat(theirs.updateCompatibility("s", "NONE")).isEqualTo("NONE");
    assertThat(theirs.getCompatibility("s")).isEqualTo("NONE");
    assertThat(theirs.testCompatibility("s", record("{\"name\":\"g\",\"type\":\"int\"}"))).isTrue();
    assertThat(theirs.getAllSubjects()).containsExactly("s");
    assertThat(theirs.getAllVersions("s")).containsExactly(1);
    assertThat(theirs.getMode()).isEqualTo("READWRITE");
    theirs.close();
  }

  @Test
  void shouldKeepReferencesThatConfluentsClientRegistered() throws Exception {
    var theirs = new CachedSchemaRegistryClient(registry.url().toString(), 10);
    try (var client = registry.client()) {
      // Given
      var part =
          new AvroSchema(
              "{\"type\":\"record\",\"name\":\"Part\",\"namespace\":\"x\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}]}");
      theirs.register("part", part);
      var text =
          "{\"type\":\"record\",\"name\":\"Whole\",\"namespace\":\"x\",\"fields\":[{\"name\":\"p\",\"type\":\"Part\"}]}";
      var whole =
          new AvroSchema(
              text,
              List.of(new SchemaReference("x.Part", "part", 1)),
              Map.of("x.Part", part.canonicalString()),
              null);

      // When
      int id = theirs.register("whole", whole);

      // Then
      assertThat(client.schemaOf(id)).isEqualTo(whole.rawSchema());
      assertThat(theirs.getId("whole", whole)).isEqualTo(id);
      var fresh = new CachedSchemaRegistryClient(registry.url().toString(), 10);
      assertThat(((AvroSchema) fresh.getSchemaById(id)).rawSchema()).isEqualTo(whole.rawSchema());
      fresh.close();

      // When: ours registers with the same reference
      int ours =
          client.register(
              "whole-again",
              whole.rawSchema(),
              List.of(new milena.schemas.registry.SchemaReference("x.Part", "part", 1)));

      // Then
      assertThat(((AvroSchema) theirs.getSchemaById(ours)).references()).hasSize(1);
      assertThat(client.schemaOf(ours)).isEqualTo(whole.rawSchema());
    }
    theirs.close();
  }

  private static AvroSchema record(String field) {
    return new AvroSchema("{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + field + "]}");
  }

  private static void refused(
      int code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RestClientException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code));
  }
}
