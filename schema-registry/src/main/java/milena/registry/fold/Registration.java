package milena.registry.fold;

import java.util.ArrayList;
import java.util.List;
import milena.schemas.registry.CompatibilityLevel;
import milena.schemas.registry.RegisteredSchema;
import milena.schemas.registry.SchemaReference;
import org.apache.avro.Schema;

/** Decides what a request to change the registry comes to. */
public final class Registration {

  /** A registry lives in memory, so all its texts together are bounded, in characters. */
  static final long MOST_TEXT = 64L * 1024 * 1024;

  private Registration() {}

  /** A schema as the next version of a subject, unless it is one of its versions. */
  public static Decision<RegisteredSchema> register(
      Ledger ledger, String subject, String text, List<SchemaReference> references) {
    return switch (AvroText.read(ledger, text, references)) {
      case AvroText.NotASchema not -> new Decision.Refused<>(not.why());
      case AvroText.Parsed read -> register(ledger, subject, read);
    };
  }

  private static Decision<RegisteredSchema> register(
      Ledger ledger, String subject, AvroText.Parsed read) {
    var found = ledger.find(subject, read.kept());
    if (found.isPresent()) {
      return new Decision.Done<>(found.get());
    }
    var objections =
        Compatibility.objections(ledger.level(subject), versions(ledger, subject), read.schema());
    if (!objections.isEmpty()) {
      return new Decision.Refused<>(Refusal.incompatible(subject, objections));
    }
    var known = ledger.ids().get(read.kept());
    if (known == null && textHeld(ledger) + read.kept().text().length() > MOST_TEXT) {
      return new Decision.Refused<>(Refusal.logFailed("the registry is full"));
    }
    int id = known != null ? known : SchemaId.of(read.kept(), ledger.schemas().keySet());
    int version = ledger.versions(subject).size() + 1;
    return new Decision.Missing<>(
        stamp -> new Entry.SchemaAdded(stamp, id, subject, version, read.kept()));
  }

  /** A level for a subject, or for all. */
  public static Decision<CompatibilityLevel> setLevel(
      Ledger ledger, String subject, CompatibilityLevel level) {
    return level == ledger.levels().get(subject)
        ? new Decision.Done<>(level)
        : new Decision.Missing<>(stamp -> new Entry.LevelSet(stamp, subject, level));
  }

  /** The versions of a subject, oldest first. */
  public static List<Schema> versions(Ledger ledger, String subject) {
    var versions = new ArrayList<Schema>();
    for (int id : ledger.versions(subject)) {
      var schema = ledger.schemas().get(id);
      if (schema != null) {
        versions.add(AvroText.parsed(ledger, schema));
      }
    }
    return versions;
  }

  private static long textHeld(Ledger ledger) {
    return ledger.schemas().values().stream().mapToLong(schema -> schema.text().length()).sum();
  }
}
