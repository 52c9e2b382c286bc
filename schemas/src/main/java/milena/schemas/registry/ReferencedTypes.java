package milena.schemas.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import milena.schemas.SchemaRegistryException;
import org.apache.avro.Schema;

/**
 * Parses a schema after the types that it refers to, each after its own references. A registry may
 * send anything, so depth and number are bounded and a circle ends. So is the number of types that
 * have a name, before they are parsed: Avro's work grows with more than the square of those that
 * refer to each other, and a megabyte of them takes it minutes.
 */
public final class ReferencedTypes {
  private static final int DEEPEST = 32;
  private static final int MOST = 512;
  private static final int MOST_NAMED = 500;
  private static final Set<String> NAMED = Set.of("record", "error", "enum", "fixed");
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

  private final Function<SchemaReference, RegisteredSchema> fetch;
  private final Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
  private final Set<SchemaReference> seen = new HashSet<>();
  private int named;

  /** Takes what a reference leads to from a registry, or from what stands in for one. */
  public ReferencedTypes(Function<SchemaReference, RegisteredSchema> fetch) {
    this.fetch = fetch;
  }

  /**
   * Counts the types of what is to be parsed after the others.
   *
   * @throws SchemaRegistryException when they are too many, or it is no JSON
   */
  public ReferencedTypes before(String schema) {
    count(schema);
    return this;
  }

  /**
   * The parser, with all types known that the references lead to.
   *
   * @throws SchemaRegistryException when they are too deep or too many
   * @throws org.apache.avro.AvroRuntimeException when one of them is not a schema
   */
  public Schema.Parser after(List<SchemaReference> references) {
    follow(references, 0);
    return parser;
  }

  private void follow(List<SchemaReference> references, int depth) {
    if (depth > DEEPEST) {
      throw new SchemaRegistryException(
          RegistryClient.INVALID_SCHEMA, "schema references more than " + DEEPEST + " deep");
    }
    for (var reference : references) {
      var known = parser.getTypes().containsKey(reference.name());
      if (!known && seen.add(reference)) {
        if (seen.size() > MOST) {
          throw new SchemaRegistryException(
              RegistryClient.INVALID_SCHEMA, "a schema with more than " + MOST + " references");
        }
        var found = fetch.apply(reference);
        count(found.schema());
        follow(found.references(), depth + 1);
        parser.parse(found.schema());
      }
    }
  }

  private void count(String schema) {
    try (var json = JSON.createParser(schema)) {
      while (json.nextToken() != null) {
        boolean defines =
            json.currentToken() == JsonToken.VALUE_STRING
                && "type".equals(json.currentName())
                && NAMED.contains(json.getText());
        if (defines && ++named > MOST_NAMED) {
          throw new SchemaRegistryException(
              RegistryClient.INVALID_SCHEMA,
              "a schema with more than "
                  + MOST_NAMED
                  + " named types, those that it refers to included; make it several");
        }
      }
    } catch (IOException e) {
      throw new SchemaRegistryException(
          RegistryClient.INVALID_SCHEMA, "a schema that is not JSON: " + e.getMessage());
    }
  }
}
