package milena.schemas.registry;

/**
 * A type that a schema uses and another subject defines.
 *
 * @param name the type's full name
 * @param subject where it is defined
 * @param version which version of that subject, from 1
 */
public record SchemaReference(String name, String subject, int version) {}
