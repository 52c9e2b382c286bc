package milena.registry.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import milena.registry.fold.EntryJson;
import milena.registry.fold.Refusal;
import milena.schemas.registry.SchemaReference;

/**
 * A schema as a client sends it.
 *
 * @param schema the text
 * @param references what it refers to
 */
record SchemaBody(String schema, List<SchemaReference> references) {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build())
              .build());

  /** What the body turned out to be. */
  sealed interface Reading {}

  /** A body with a schema in it. */
  record Usable(SchemaBody body) implements Reading {}

  /** Something else, or something that this registry does not keep. */
  record Unusable(Refusal why) implements Reading {}

  static Reading read(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (IOException e) {
      return new Unusable(Refusal.invalidSchema("the request is not JSON"));
    }
    var type = json.path("schemaType");
    if (!type.isMissingNode() && !type.isNull() && !type.asText().equals("AVRO")) {
      return new Unusable(Refusal.invalidSchema("only AVRO schemas are kept here"));
    }
    for (var unkept : List.of("metadata", "ruleSet")) {
      if (!json.path(unkept).isMissingNode() && !json.path(unkept).isNull()) {
        return new Unusable(Refusal.invalidSchema(unkept + " is not kept here"));
      }
    }
    if (!json.path("schema").isTextual() || json.path("schema").asText().isBlank()) {
      return new Unusable(Refusal.invalidSchema("the request carries no schema"));
    }
    return new Usable(new SchemaBody(json.path("schema").asText(), EntryJson.references(json)));
  }

  /** The level that a request sets; an empty text when it names none. */
  static String level(String text) {
    try {
      return JSON.readTree(text).path("compatibility").asText();
    } catch (IOException e) {
      return "";
    }
  }
}
