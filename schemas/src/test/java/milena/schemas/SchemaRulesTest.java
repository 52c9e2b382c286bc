package milena.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import milena.schemas.registry.OwnSchemas;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules under which every version of a record can read every other. */
class SchemaRulesTest {

  static List<Path> files() throws IOException {
    try (var files = Files.list(Path.of("src/main/avro"))) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldHaveADefaultAndAMeaningForEveryFieldAndNoEnums(Path file) throws IOException {
    // When
    var problems = new ArrayList<String>();
    check(new ObjectMapper().readTree(file.toFile()), "", problems);

    // Then
    assertThat(problems).isEmpty();
  }

  private static void check(JsonNode type, String where, List<String> problems) {
    if (type.isArray()) {
      type.forEach(branch -> check(branch, where, problems));
      return;
    }
    if (!type.isObject()) {
      return;
    }
    var kind = type.path("type");
    if (kind.asText().equals("enum")) {
      problems.add(where + " is an enum: readers of older versions fail on new symbols");
    }
    if (kind.asText().equals("record") && type.path("doc").asText().isBlank()) {
      problems.add(where + type.path("name").asText() + " has no doc");
    }
    for (var field : type.path("fields")) {
      var name = where + type.path("name").asText() + "." + field.path("name").asText();
      if (!field.has("default")) {
        problems.add(name + " has no default");
      }
      if (field.path("doc").asText().isBlank()) {
        problems.add(name + " has no doc");
      }
      check(field.path("type"), name + ":", problems);
    }
    check(type.path("items"), where, problems);
    check(type.path("values"), where, problems);
    if (kind.isContainerNode()) {
      check(kind, where, problems);
    }
  }

  @Property(tries = 300)
  void shouldReadEveryVersionThatHasFewerFieldsAndBeReadByIt(@ForAll("versions") Version version) {
    assertReads(version.whole, version.smaller);
    assertReads(version.smaller, version.whole);
  }

  private static void assertReads(Schema reader, Schema writer) {
    var found = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (found.getType() != SchemaCompatibilityType.COMPATIBLE) {
      fail(found.getDescription());
    }
  }

  record Version(Schema whole, Schema smaller) {}

  @Provide
  Arbitrary<Version> versions() {
    return Arbitraries.of(OwnSchemas.all().values())
        .flatMap(
            whole ->
                Arbitraries.of(true, false)
                    .list()
                    .ofSize(whole.getFields().size())
                    .map(kept -> new Version(whole, without(whole, kept))));
  }

  private static Schema without(Schema whole, List<Boolean> kept) {
    var fields = new ArrayList<Schema.Field>();
    for (var field : whole.getFields()) {
      if (kept.get(field.pos())) {
        fields.add(new Schema.Field(field, field.schema()));
      }
    }
    return Schema.createRecord(
        whole.getName(), whole.getDoc(), whole.getNamespace(), false, fields);
  }
}
