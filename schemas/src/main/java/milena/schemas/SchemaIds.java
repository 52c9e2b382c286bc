package milena.schemas;

import org.apache.avro.Schema;

/**
 * What the wire format needs of a schema registry. Answers are for ever, so implementations cache
 * them; both calls may block on the network the first time.
 */
public interface SchemaIds {

  /**
   * The id of a schema under a subject, registered there if it is not yet.
   *
   * @throws SchemaRegistryException when the registry refuses or cannot be reached
   */
  int idOf(String subject, Schema schema);

  /**
   * The schema with an id.
   *
   * @throws SchemaRegistryException when there is none, or the registry cannot be reached
   */
  Schema schemaOf(int id);
}
