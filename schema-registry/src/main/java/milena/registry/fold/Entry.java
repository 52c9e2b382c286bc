package milena.registry.fold;

import milena.schemas.registry.CompatibilityLevel;

/** One record of the registry's topic. */
public sealed interface Entry {

  /** Who wrote it; its key. */
  Stamp stamp();

  /**
   * From here on a new writer writes, and nobody else.
   *
   * @param stamp with sequence 0
   * @param url where the writer takes requests
   */
  record EpochBegun(Stamp stamp, String url) implements Entry {}

  /**
   * A subject has a new version.
   *
   * @param stamp who says so
   * @param id the id that the schema has, under whichever subject
   * @param subject the subject
   * @param version one more than the subject's last
   * @param schema the schema
   */
  record SchemaAdded(Stamp stamp, int id, String subject, int version, SchemaText schema)
      implements Entry {}

  /**
   * A subject has a compatibility level of its own from here on.
   *
   * @param stamp who says so
   * @param subject the subject; empty for all that have none of their own
   * @param level the level
   */
  record LevelSet(Stamp stamp, String subject, CompatibilityLevel level) implements Entry {}
}
