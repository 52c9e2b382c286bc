package milena.registry.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import milena.schemas.registry.CompatibilityLevel;
import milena.schemas.registry.SchemaReference;

/**
 * Entries as JSON: the stamp is the key, the rest the value.
 *
 * <pre>{@code
 * {"epoch":4,"writer":"…","sequence":0}  {"kind":"epoch","url":"http://127.0.0.1:8081"}
 * {"epoch":4,"writer":"…","sequence":1}  {"kind":"schema","id":7,"subject":"s","version":1,"schema":"…"}
 * {"epoch":4,"writer":"…","sequence":2}  {"kind":"level","subject":"s","level":"FULL"}
 * }</pre>
 */
public final class EntryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EntryJson() {}

  /** The record's key. */
  public static byte[] key(Entry entry) {
    return bytes(
        JSON.createObjectNode()
            .put("epoch", entry.stamp().epoch())
            .put("writer", entry.stamp().writer())
            .put("sequence", entry.stamp().sequence()));
  }

  /** The record's value. */
  public static byte[] value(Entry entry) {
    var value = JSON.createObjectNode();
    switch (entry) {
      case Entry.EpochBegun begun -> value.put("kind", "epoch").put("url", begun.url());
      case Entry.SchemaAdded added -> {
        value
            .put("kind", "schema")
            .put("id", added.id())
            .put("subject", added.subject())
            .put("version", added.version())
            .put("schema", added.schema().text());
        putReferences(value, added.schema().references());
      }
      case Entry.LevelSet set ->
          value.put("kind", "level").put("subject", set.subject()).put("level", set.level().name());
    }
    return bytes(value);
  }

  /** The entry of a key and a value; empty when they are none that is known here. */
  public static Optional<Entry> entry(byte[] key, byte[] value) {
    try {
      var stamp = stamp(JSON.readTree(key));
      var node = JSON.readTree(value);
      return switch (node.path("kind").asText()) {
        case "epoch" -> Optional.of(new Entry.EpochBegun(stamp, node.path("url").asText()));
        case "schema" ->
            Optional.of(
                new Entry.SchemaAdded(
                    stamp,
                    node.path("id").asInt(),
                    node.path("subject").asText(),
                    node.path("version").asInt(),
                    new SchemaText(node.path("schema").asText(), references(node))));
        case "level" ->
            CompatibilityLevel.named(node.path("level").asText())
                .map(level -> new Entry.LevelSet(stamp, node.path("subject").asText(), level));
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes references as the REST API and the log both have them; nothing when there are none. */
  public static void putReferences(ObjectNode node, List<SchemaReference> references) {
    if (references.isEmpty()) {
      return;
    }
    var list = node.putArray("references");
    for (var reference : references) {
      list.addObject()
          .put("name", reference.name())
          .put("subject", reference.subject())
          .put("version", reference.version());
    }
  }

  /** Reads them back. */
  public static List<SchemaReference> references(JsonNode node) {
    var references = new ArrayList<SchemaReference>();
    for (var each : node.path("references")) {
      references.add(
          new SchemaReference(
              each.path("name").asText(),
              each.path("subject").asText(),
              each.path("version").asInt()));
    }
    return references;
  }

  private static Stamp stamp(JsonNode key) {
    return new Stamp(
        key.path("epoch").asLong(), key.path("writer").asText(), key.path("sequence").asLong());
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
