package milena.schemas.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import milena.schemas.SchemaRegistryException;
import org.apache.avro.Schema;

/**
 * Parses a schema after the types that it refers to, each after its own references. A registry may
 * send anything, so depth and number are bounded and a circle ends.
 */
public final class ReferencedTypes {
  private static final int DEEPEST = 32;
  private static final int MOST = 512;

  private final Function<SchemaReference, RegisteredSchema> fetch;
  private final Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
  private final Set<SchemaReference> seen = new HashSet<>();

  /** Takes what a reference leads to from a registry, or from what stands in for one. */
  public ReferencedTypes(Function<SchemaReference, RegisteredSchema> fetch) {
    this.fetch = fetch;
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
        follow(found.references(), depth + 1);
        parser.parse(found.schema());
      }
    }
  }
}
