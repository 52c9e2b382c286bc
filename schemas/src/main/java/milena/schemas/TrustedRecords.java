package milena.schemas;

import org.apache.avro.util.ClassSecurityValidator;

/** Avro makes objects only of classes that it was told to trust; those of this package are ours. */
final class TrustedRecords {
  static {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type -> type.getPackageName().equals(TrustedRecords.class.getPackageName())));
  }

  private TrustedRecords() {}

  /** Tells Avro, once in the life of the JVM. */
  static void tellAvro() {}
}
