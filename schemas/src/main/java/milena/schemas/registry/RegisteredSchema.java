package milena.schemas.registry;

import java.util.List;

/**
 * A version of a subject as the registry holds it.
 *
 * @param subject the subject
 * @param version from 1
 * @param id the id that records carry
 * @param schema the schema as text
 * @param references types that the text uses without defining them
 */
public record RegisteredSchema(
    String subject, int version, int id, String schema, List<SchemaReference> references) {

  /** Keeps its own copy of the list. */
  public RegisteredSchema {
    references = List.copyOf(references);
  }
}
