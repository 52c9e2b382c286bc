package milena.delivery.claim;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import milena.schemas.SchemaIds;
import org.apache.avro.Schema;

/** A registry in memory, the same for all that a test starts. */
final class FixedIds implements SchemaIds {
  private final Map<Schema, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  @Override
  public synchronized int idOf(String subject, Schema schema) {
    int id = ids.computeIfAbsent(schema, _ -> ids.size() + 1);
    schemas.put(id, schema);
    return id;
  }

  @Override
  public Schema schemaOf(int id) {
    var schema = schemas.get(id);
    if (schema == null) {
      throw new IllegalArgumentException("no schema " + id);
    }
    return schema;
  }
}
