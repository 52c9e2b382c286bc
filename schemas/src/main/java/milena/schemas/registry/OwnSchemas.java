package milena.schemas.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import milena.schemas.AvroFormat;
import milena.schemas.SchemaRegistryException;
import milena.schemas.TopicSpec;
import milena.schemas.Topics;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * The schemas of our own topics, in the catalogue's order: what every process makes sure of before
 * it writes a record.
 */
public final class OwnSchemas {
  private OwnSchemas() {}

  /** Subject to schema, in the order in which they are registered. */
  public static Map<String, Schema> all() {
    var all = new LinkedHashMap<String, Schema>();
    for (var spec : Topics.all()) {
      if (!spec.value().isEmpty()) {
        all.put(AvroFormat.subject(spec.name()), generated(spec));
      }
    }
    return all;
  }

  /**
   * Registers all of them and makes sure that the ids which came back lead to the same schemas.
   *
   * @return subject to id
   * @throws SchemaRegistryException when the registry refuses one, cannot be reached, or holds
   *     another schema under an id: then no record may be written
   */
  public static Map<String, Integer> registerAll(RegistryClient registry) {
    var ids = new LinkedHashMap<String, Integer>();
    all().forEach((subject, schema) -> ids.put(subject, register(registry, subject, schema)));
    return ids;
  }

  private static int register(RegistryClient registry, String subject, Schema schema) {
    if (registry.level(subject) != CompatibilityLevel.FULL_TRANSITIVE) {
      registry.setLevel(subject, CompatibilityLevel.FULL_TRANSITIVE);
    }
    int id = registry.idOf(subject, schema);
    var held = registry.fetch(id);
    if (!held.equals(schema)) {
      throw new SchemaRegistryException(
          0,
          "the schema registry gave id "
              + id
              + " for "
              + subject
              + " but holds "
              + held.getFullName()
              + " with another layout under it; records written so could not be read: is this the"
              + " registry that the topics were written with?");
    }
    return id;
  }

  private static Schema generated(TopicSpec spec) {
    var name = OwnSchemas.class.getPackageName();
    var root = name.substring(0, name.lastIndexOf('.'));
    try {
      return SpecificData.get().getSchema(Class.forName(root + "." + spec.value()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the catalogue names no record of ours: " + spec.value(), e);
    }
  }
}
