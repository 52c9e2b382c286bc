package milena.registry.fold;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import milena.schemas.SchemaRegistryException;
import milena.schemas.registry.ReferencedTypes;
import milena.schemas.registry.SchemaReference;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Reads a schema that somebody sent. Everything after this recurses along the schema, so nesting is
 * bounded here.
 */
public final class AvroText {
  private static final int DEEPEST = 100;
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
              .build());

  private AvroText() {}

  /** What the text turned out to be. */
  public sealed interface Reading {}

  /**
   * A schema.
   *
   * @param kept as it is to be kept and compared
   * @param schema parsed
   */
  public record Parsed(SchemaText kept, Schema schema) implements Reading {}

  /** Not one. */
  public record NotASchema(Refusal why) implements Reading {}

  /** Reads a text with its references, which must be in the ledger. */
  public static Reading read(Ledger ledger, String text, List<SchemaReference> references) {
    try {
      var compact = JSON.writeValueAsString(JSON.readTree(text));
      var parser = types(ledger).before(compact).after(references);
      var schema = parser.setValidateDefaults(true).parse(compact);
      var kept = references.isEmpty() ? schema.toString() : compact;
      return new Parsed(new SchemaText(kept, references), schema);
    } catch (JsonProcessingException e) {
      return new NotASchema(
          Refusal.invalidSchema("not JSON, or nested too deeply: " + e.getOriginalMessage()));
    } catch (AvroRuntimeException | SchemaRegistryException e) {
      return new NotASchema(Refusal.invalidSchema(String.valueOf(e.getMessage())));
    }
  }

  /** A schema of the ledger, which was read once before. */
  static Schema parsed(Ledger ledger, SchemaText schema) {
    return types(ledger).after(schema.references()).parse(schema.text());
  }

  private static ReferencedTypes types(Ledger ledger) {
    return new ReferencedTypes(
        reference ->
            ledger
                .version(reference.subject(), reference.version())
                .orElseThrow(
                    () ->
                        new SchemaRegistryException(
                            42201,
                            "no version "
                                + reference.version()
                                + " of the referenced subject "
                                + reference.subject())));
  }
}
