package milena.registry.fold;

import java.util.ArrayList;
import java.util.List;
import milena.schemas.registry.CompatibilityLevel;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Whether a schema may follow others. */
public final class Compatibility {
  private static final int MOST_MESSAGES = 20;

  private Compatibility() {}

  /**
   * What stands against a schema as the next version, by the level in force.
   *
   * @param before the versions it is held against, oldest first
   * @return nothing when it may follow
   */
  public static List<String> objections(
      CompatibilityLevel level, List<Schema> before, Schema next) {
    var held =
        level.transitive() || before.isEmpty()
            ? before
            : before.subList(before.size() - 1, before.size());
    var objections = new ArrayList<String>();
    for (var old : held) {
      if (level.backward()) {
        unreadable(next, old, "the new schema cannot read the old one", objections);
      }
      if (level.forward()) {
        unreadable(old, next, "the old schema cannot read the new one", objections);
      }
    }
    return List.copyOf(objections.subList(0, Math.min(objections.size(), MOST_MESSAGES)));
  }

  private static void unreadable(
      Schema reader, Schema writer, String direction, List<String> objections) {
    var found = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    for (var fault : found.getResult().getIncompatibilities()) {
      objections.add(
          direction
              + ": "
              + fault.getType()
              + " at "
              + fault.getLocation()
              + ": "
              + fault.getMessage());
    }
  }
}
