package milena.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import milena.schemas.SchemaIds;
import milena.schemas.SchemaRegistryException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A client of a Confluent-compatible schema registry. Safe for use by several threads; each call
 * may block for as long as {@link Patience} allows, the first time it is made.
 *
 * <p>Every method throws {@link SchemaRegistryException}: with the registry's code when it refused
 * (40401 no such subject, 40402 no such version, 40403 no such schema, 409 incompatible, 42201 not
 * a schema), with 0 when no address gave an answer.
 */
public final class RegistryClient implements SchemaIds, AutoCloseable {

  /** The code for a subject that is not there. */
  public static final int SUBJECT_NOT_FOUND = 40401;

  /** The code for a schema that is not there. */
  public static final int SCHEMA_NOT_FOUND = 40403;

  /** The code for a text that is not a schema. */
  public static final int INVALID_SCHEMA = 42201;

  private static final int REMEMBERED = 2_000;

  private record Named(String subject, Schema schema) {}

  private record Absent(long untilNanos, SchemaRegistryException answer) {}

  private final RegistryHttp http;
  private final LongSupplier nanos;
  private final long absentNanos;
  private final RecentlyUsed<Named, Integer> ids = new RecentlyUsed<>(REMEMBERED);
  private final RecentlyUsed<Integer, Schema> schemas = new RecentlyUsed<>(REMEMBERED);
  private final RecentlyUsed<Integer, Absent> absent = new RecentlyUsed<>(REMEMBERED);

  /** A client of the registry at the addresses given. Nothing is asked yet. */
  public RegistryClient(RegistrySettings settings) {
    this(settings, System::nanoTime);
  }

  RegistryClient(RegistrySettings settings, LongSupplier nanos) {
    this.http = new RegistryHttp(settings);
    this.nanos = nanos;
    this.absentNanos = settings.patience().absent().toNanos();
  }

  @Override
  public int idOf(String subject, Schema schema) {
    var known = ids.get(new Named(subject, schema));
    if (known != null) {
      return known;
    }
    var found = lookup(subject, schema);
    return found.isPresent() ? found.getAsInt() : register(subject, schema);
  }

  @Override
  public Schema schemaOf(int id) {
    var known = schemas.get(id);
    if (known != null) {
      return known;
    }
    var missing = absent.get(id);
    if (missing != null && missing.untilNanos - nanos.getAsLong() > 0) {
      throw missing.answer;
    }
    try {
      var schema = fetch(id);
      absent.remove(id);
      return schema;
    } catch (SchemaRegistryException e) {
      if (e.errorCode() == SCHEMA_NOT_FOUND) {
        absent.put(id, new Absent(nanos.getAsLong() + absentNanos, e));
      }
      throw e;
    }
  }

  /** The schema with an id, asked anew whatever is remembered, and remembered from here on. */
  public Schema fetch(int id) {
    var answer = http.get("/schemas/ids/" + id + "?fetchMaxId=false");
    var type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new SchemaRegistryException(
          SCHEMA_NOT_FOUND, "schema " + id + " is " + type + ", not Avro");
    }
    try {
      var text = answer.path("schema").asText();
      var schema = types().before(text).after(references(answer)).parse(text);
      schemas.put(id, schema);
      return schema;
    } catch (AvroRuntimeException e) {
      throw new SchemaRegistryException(
          INVALID_SCHEMA, "schema " + id + " of the registry does not parse: " + e.getMessage());
    }
  }

  /** The id that a subject already has for a schema; empty when subject or schema is not there. */
  public OptionalInt lookup(String subject, Schema schema) {
    try {
      var answer = http.post("/subjects/" + encoded(subject), body(schema.toString(), List.of()));
      return OptionalInt.of(remember(subject, schema, answer));
    } catch (SchemaRegistryException e) {
      if (e.errorCode() == SUBJECT_NOT_FOUND || e.errorCode() == SCHEMA_NOT_FOUND) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /** Makes a schema the subject's newest version, or finds it among the versions there. */
  public int register(String subject, Schema schema) {
    return register(subject, schema, List.of());
  }

  /** The same, leaving out the types that the references define. */
  public int register(String subject, Schema schema, List<SchemaReference> references) {
    var text =
        references.isEmpty() ? schema.toString() : textWithout(types().after(references), schema);
    var answer = http.post("/subjects/" + encoded(subject) + "/versions", body(text, references));
    return remember(subject, schema, answer);
  }

  /** Whether a schema may follow the versions that a subject has, under its level. */
  public CompatibilityVerdict compatible(String subject, Schema schema) {
    try {
      var answer =
          http.post(
              "/compatibility/subjects/" + encoded(subject) + "/versions/latest?verbose=true",
              body(schema.toString(), List.of()));
      return new CompatibilityVerdict(
          answer.path("is_compatible").asBoolean(), RegistryHttp.texts(answer.path("messages")));
    } catch (SchemaRegistryException e) {
      if (e.errorCode() == SUBJECT_NOT_FOUND) {
        return new CompatibilityVerdict(true, List.of());
      }
      throw e;
    }
  }

  /** The level in force for a subject, its own or the registry's. */
  public CompatibilityLevel level(String subject) {
    var answer = http.get("/config/" + encoded(subject) + "?defaultToGlobal=true");
    var name = answer.path("compatibilityLevel").asText();
    return CompatibilityLevel.named(name)
        .orElseThrow(() -> new SchemaRegistryException(0, "no compatibility level: " + name));
  }

  /** Sets a subject's own level. */
  public void setLevel(String subject, CompatibilityLevel level) {
    http.put(
        "/config/" + encoded(subject),
        http.json().createObjectNode().put("compatibility", level.name()));
  }

  /** Every subject. */
  public List<String> subjects() {
    return RegistryHttp.texts(http.get("/subjects"));
  }

  /** A version of a subject. */
  public RegisteredSchema version(String subject, int version) {
    return versionAt(subject, Integer.toString(version));
  }

  /** The newest version of a subject. */
  public RegisteredSchema latest(String subject) {
    return versionAt(subject, "latest");
  }

  private RegisteredSchema versionAt(String subject, String version) {
    var answer = http.get("/subjects/" + encoded(subject) + "/versions/" + version);
    return new RegisteredSchema(
        answer.path("subject").asText(),
        answer.path("version").asInt(),
        answer.path("id").asInt(),
        answer.path("schema").asText(),
        references(answer));
  }

  private ReferencedTypes types() {
    return new ReferencedTypes(reference -> version(reference.subject(), reference.version()));
  }

  /** Avro has no other way to print a schema without the types it shares, and keeps this one. */
  @SuppressWarnings("deprecation")
  private static String textWithout(Schema.Parser known, Schema schema) {
    return schema.toString(known.getTypes().values(), false);
  }

  private int remember(String subject, Schema schema, JsonNode answer) {
    if (!answer.path("id").canConvertToInt()) {
      throw new SchemaRegistryException(0, "the registry's answer carries no id for " + subject);
    }
    int id = answer.path("id").intValue();
    ids.put(new Named(subject, schema), id);
    return id;
  }

  private ObjectNode body(String schema, List<SchemaReference> references) {
    var body = http.json().createObjectNode().put("schema", schema);
    if (!references.isEmpty()) {
      var list = body.putArray("references");
      for (var reference : references) {
        list.addObject()
            .put("name", reference.name())
            .put("subject", reference.subject())
            .put("version", reference.version());
      }
    }
    return body;
  }

  private static List<SchemaReference> references(JsonNode answer) {
    var references = new ArrayList<SchemaReference>();
    for (var node : answer.path("references")) {
      references.add(
          new SchemaReference(
              node.path("name").asText(),
              node.path("subject").asText(),
              node.path("version").asInt()));
    }
    return references;
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
