package milena.registry.fold;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import milena.schemas.registry.CompatibilityLevel;
import milena.schemas.registry.RegisteredSchema;

/**
 * Everything the registry knows, as of some place in the log. Immutable.
 *
 * @param leader the entry that began the newest epoch; empty before the first
 * @param schemas id to schema
 * @param ids schema to id
 * @param subjects subject to the ids of its versions, version 1 first
 * @param levels levels that were set; under the empty subject, the level for all
 */
public record Ledger(
    Optional<Entry.EpochBegun> leader,
    Map<Integer, SchemaText> schemas,
    Map<SchemaText, Integer> ids,
    SortedMap<String, List<Integer>> subjects,
    Map<String, CompatibilityLevel> levels) {

  /** The subject that stands for all subjects without a level of their own. */
  public static final String ALL_SUBJECTS = "";

  private static final String OUR_TOPICS = "mail.";

  /** The number of the newest epoch; 0 before the first. */
  public long epoch() {
    return leader.map(begun -> begun.stamp().epoch()).orElse(0L);
  }

  /** The level in force for a subject. */
  public CompatibilityLevel level(String subject) {
    var own = levels.get(subject);
    if (own != null) {
      return own;
    }
    return subject.startsWith(OUR_TOPICS)
        ? CompatibilityLevel.FULL_TRANSITIVE
        : levels.getOrDefault(ALL_SUBJECTS, CompatibilityLevel.BACKWARD);
  }

  /** The versions of a subject, oldest first; none when there is no such subject. */
  public List<Integer> versions(String subject) {
    return subjects.getOrDefault(subject, List.of());
  }

  /** A version of a subject. */
  public Optional<RegisteredSchema> version(String subject, int version) {
    var versions = versions(subject);
    if (version < 1 || version > versions.size()) {
      return Optional.empty();
    }
    int id = versions.get(version - 1);
    var schema = schemas.get(id);
    return schema == null
        ? Optional.empty()
        : Optional.of(
            new RegisteredSchema(subject, version, id, schema.text(), schema.references()));
  }

  /** The version of a subject that is this schema. */
  public Optional<RegisteredSchema> find(String subject, SchemaText schema) {
    var id = ids.get(schema);
    return id == null ? Optional.empty() : version(subject, versions(subject).indexOf(id) + 1);
  }
}
