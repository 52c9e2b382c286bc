/**
 * The way to a schema registry that speaks Confluent's REST API: our own, Confluent's or
 * Apicurio's.
 *
 * <p>In come a subject and a schema, or an id read from a record; out goes the id or the schema.
 * {@link milena.schemas.registry.RegistryClient} is the door: it asks several addresses in turn,
 * waits and asks again a bounded number of times, and remembers the answers, which never change.
 * What may fail is always a {@link milena.schemas.SchemaRegistryException}: with the registry's own
 * code when it refused, with 0 when no answer came. {@link milena.schemas.registry.OwnSchemas} is
 * what a service calls before it writes its first record; from there on {@link
 * milena.schemas.AvroFormat} does the asking.
 */
@NullMarked
package milena.schemas.registry;

import org.jspecify.annotations.NullMarked;
