package milena.registry.fold;

import java.util.List;
import milena.schemas.registry.SchemaReference;

/**
 * A schema as it is kept: what one id stands for.
 *
 * @param text Avro's own print of it; with references, the JSON as it came, without white space
 * @param references types that the text uses and other subjects define
 */
public record SchemaText(String text, List<SchemaReference> references) {

  /** Keeps its own copy of the list. */
  public SchemaText {
    references = List.copyOf(references);
  }
}
