package milena.registry.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import milena.registry.fold.AvroText;
import milena.registry.fold.Compatibility;
import milena.registry.fold.EntryJson;
import milena.registry.fold.Ledger;
import milena.registry.fold.Refusal;
import milena.registry.fold.Registration;
import milena.registry.fold.SchemaText;
import milena.schemas.registry.CompatibilityLevel;
import milena.schemas.registry.RegisteredSchema;

/** Answers from a ledger, without changing anything. */
final class Reads {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Reads() {}

  static Answer subjects(Ledger ledger, String prefix) {
    var subjects = JSON.arrayNode();
    ledger.subjects().keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .forEach(subjects::add);
    return Answer.ok(subjects);
  }

  static Answer versions(Ledger ledger, String subject) {
    int newest = ledger.versions(subject).size();
    if (newest == 0) {
      return Answer.refused(Refusal.subjectNotFound(subject));
    }
    var versions = JSON.arrayNode();
    for (int version = 1; version <= newest; version++) {
      versions.add(version);
    }
    return Answer.ok(versions);
  }

  static Answer version(Ledger ledger, String subject, String version, boolean textOnly) {
    if (ledger.versions(subject).isEmpty()) {
      return Answer.refused(Refusal.subjectNotFound(subject));
    }
    var number = number(ledger, subject, version);
    if (number.isEmpty()) {
      return Answer.refused(Refusal.invalidVersion(version));
    }
    return ledger
        .version(subject, number.getAsInt())
        .map(found -> textOnly ? Answer.text(found.schema()) : Answer.ok(json(found)))
        .orElseGet(() -> Answer.refused(Refusal.versionNotFound(version)));
  }

  static Answer find(Ledger ledger, String subject, SchemaBody body) {
    if (ledger.versions(subject).isEmpty()) {
      return Answer.refused(Refusal.subjectNotFound(subject));
    }
    return switch (AvroText.read(ledger, body.schema(), body.references())) {
      case AvroText.NotASchema not -> Answer.refused(not.why());
      case AvroText.Parsed read ->
          ledger
              .find(subject, read.kept())
              .map(found -> Answer.ok(json(found)))
              .orElseGet(
                  () -> Answer.refused(Refusal.schemaNotFound("of subject '" + subject + "'")));
    };
  }

  static Answer schema(Ledger ledger, String id, boolean fetchMaxId) {
    return schemaOf(ledger, id)
        .map(
            schema -> {
              var json = JSON.objectNode().put("schema", schema.text());
              EntryJson.putReferences(json, schema.references());
              if (fetchMaxId) {
                json.put(
                    "maxId", ledger.schemas().keySet().stream().mapToInt(i -> i).max().orElse(0));
              }
              return Answer.ok(json);
            })
        .orElseGet(() -> Answer.refused(Refusal.schemaNotFound(id)));
  }

  static Answer schemaText(Ledger ledger, String id) {
    return schemaOf(ledger, id)
        .map(schema -> Answer.text(schema.text()))
        .orElseGet(() -> Answer.refused(Refusal.schemaNotFound(id)));
  }

  static Answer usesOf(Ledger ledger, String id, boolean withVersions) {
    if (schemaOf(ledger, id).isEmpty()) {
      return Answer.refused(Refusal.schemaNotFound(id));
    }
    int wanted = Integer.parseInt(id);
    var uses = JSON.arrayNode();
    ledger
        .subjects()
        .forEach(
            (subject, versions) -> {
              int version = versions.indexOf(wanted) + 1;
              if (version > 0 && withVersions) {
                uses.addObject().put("subject", subject).put("version", version);
              } else if (version > 0) {
                uses.add(subject);
              }
            });
    return Answer.ok(uses);
  }

  static Answer level(Ledger ledger, String subject, boolean orInForce) {
    var own = ledger.levels().get(subject);
    if (own == null && !orInForce) {
      return Answer.refused(Refusal.noLevelOfItsOwn(subject));
    }
    var level = own == null ? ledger.level(subject) : own;
    return Answer.ok(JSON.objectNode().put("compatibilityLevel", level.name()));
  }

  /** Holds a schema against one version, or against all when none is named. */
  static Answer compatible(
      Ledger ledger, String subject, Optional<String> version, SchemaBody body, boolean verbose) {
    var before = Registration.versions(ledger, subject);
    var level = ledger.level(subject);
    if (version.isPresent() && !version.get().equals("latest")) {
      var number = number(ledger, subject, version.get());
      if (number.isEmpty()) {
        return Answer.refused(Refusal.invalidVersion(version.get()));
      }
      if (before.isEmpty()) {
        return Answer.refused(Refusal.subjectNotFound(subject));
      }
      if (number.getAsInt() > before.size()) {
        return Answer.refused(Refusal.versionNotFound(version.get()));
      }
      before = List.of(before.get(number.getAsInt() - 1));
    } else if (version.isPresent() && !before.isEmpty()) {
      before = before.subList(before.size() - 1, before.size());
    }
    return switch (AvroText.read(ledger, body.schema(), body.references())) {
      case AvroText.NotASchema not -> Answer.refused(not.why());
      case AvroText.Parsed read ->
          verdict(Compatibility.objections(level, before, read.schema()), verbose);
    };
  }

  static ObjectNode json(RegisteredSchema found) {
    var json =
        JSON.objectNode()
            .put("subject", found.subject())
            .put("version", found.version())
            .put("id", found.id());
    EntryJson.putReferences(json, found.references());
    return json.put("schema", found.schema());
  }

  static Answer levelSet(CompatibilityLevel level) {
    return Answer.ok(JSON.objectNode().put("compatibility", level.name()));
  }

  private static Answer verdict(List<String> objections, boolean verbose) {
    var json = JSON.objectNode().put("is_compatible", objections.isEmpty());
    if (verbose) {
      ArrayNode messages = json.putArray("messages");
      objections.forEach(messages::add);
    }
    return Answer.ok(json);
  }

  private static Optional<SchemaText> schemaOf(Ledger ledger, String id) {
    var number = positive(id);
    return number.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(ledger.schemas().get(number.getAsInt()));
  }

  /**
   * The number of a version, which "latest" and its old spelling -1 have too; empty for no such.
   */
  private static OptionalInt number(Ledger ledger, String subject, String version) {
    return version.equals("latest") || version.equals("-1")
        ? OptionalInt.of(ledger.versions(subject).size())
        : positive(version);
  }

  private static OptionalInt positive(String text) {
    try {
      int number = Integer.parseInt(text);
      return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
