package milena.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import milena.bench.load.LoadEnvelope;
import milena.runtime.lifecycle.StartFailed;
import milena.schemas.PluggedFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user puts other serializers in the place of ours by configuration. */
@Tag("long")
class OwnSerializerTest {

  @TempDir Path folder;

  @Test
  void shouldRunOnConfluentsSerializerWithSeveralAddressesOfTheRegistry() throws Exception {
    // Given
    var properties =
        Files.writeString(
            folder.resolve("serde.properties"),
            "auto.register.schemas=false\nspecific.avro.reader=true\n");

    // When
    try (var registry = SandboxedMilena.start(folder.resolve("registry"), Map.of());
        var milena =
            SandboxedMilena.start(folder.resolve("data"), settings(registry, properties))) {
      assertThat(milena.standalone().format()).isInstanceOf(PluggedFormat.class);
      milena.send(20, LoadEnvelope.to(List.of("accept.test")));

      // Then
      assertThat(milena.settled(20).ended("delivered")).isEqualTo(20);
    }
  }

  private static Map<String, String> settings(SandboxedMilena registry, Path properties)
      throws IOException {
    // Theirs asks each address with long pauses, so the one where nobody is comes last here.
    var urls = registry.found().registry().getFirst() + ",http://127.0.0.1:1";
    return Map.of(
        "registry-url",
        urls,
        "serializer",
        "io.confluent.kafka.serializers.KafkaAvroSerializer",
        "deserializer",
        "io.confluent.kafka.serializers.KafkaAvroDeserializer",
        "serde-properties",
        properties.toString());
  }

  @Test
  void shouldNotStartOnASerializerThatOthersCannotRead() {
    // Given
    var settings =
        Map.of(
            "serializer", "org.apache.kafka.common.serialization.StringSerializer",
            "deserializer", "org.apache.kafka.common.serialization.StringDeserializer");

    // Then
    assertThatThrownBy(() -> SandboxedMilena.start(folder.resolve("data"), settings).close())
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("cannot take the place of the built-in format");
  }
}
