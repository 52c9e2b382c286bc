package milena.standalone.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import milena.router.gate.Effect;
import milena.router.gate.GateStanding;
import milena.router.shape.QueueAnswer;
import milena.schemas.Command;

/** What is told of queues and commands, as JSON: written by a process, read by the command line. */
final class QueueJson {
  private static final JsonFactory JSON = new JsonFactory();

  private QueueJson() {}

  static String of(Command command) {
    return object(
        json -> {
          json.writeStringField("id", command.getId());
          json.writeStringField("kind", command.getKind());
          json.writeNumberField("at", command.getAt());
        });
  }

  static String of(QueueAnswer answer) {
    return object(
        json -> {
          json.writeNumberField("partitions", answer.partitions());
          json.writeNumberField("beganAt", answer.beganAt());
          json.writeNumberField("endedAt", answer.endedAt());
          json.writeArrayFieldStart("groups");
          for (var group : answer.groups().entrySet()) {
            write(json, group.getKey(), group.getValue());
          }
          json.writeEndArray();
          json.writeArrayFieldStart("messages");
          for (var detail : answer.details()) {
            write(json, detail);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("commands");
          for (var lever : answer.levers()) {
            write(json, lever);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("gates");
          for (var gate : answer.gates()) {
            write(json, gate, answer.endedAt());
          }
          json.writeEndArray();
          json.writeNumberField("reactionsInForce", answer.allEffects());
          json.writeArrayFieldStart("reactions");
          for (var effect : answer.effects()) {
            write(json, effect);
          }
          json.writeEndArray();
        });
  }

  private static void write(
      JsonGenerator json, QueueAnswer.Group group, QueueAnswer.Numbers numbers) throws IOException {
    json.writeStartObject();
    write(json, group);
    json.writeNumberField("waiting", numbers.waiting());
    json.writeNumberField("outstanding", numbers.outstanding());
    json.writeNumberField("oldestAt", numbers.oldestAt());
    json.writeObjectFieldStart("reasons");
    for (var reason : numbers.reasons().entrySet()) {
      json.writeNumberField(reason.getKey(), reason.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("lastCode", numbers.lastCode());
    json.writeStringField("lastText", numbers.lastText());
    if (numbers.speed().isPresent()) {
      json.writeNumberField("releasedPerSecond", rounded(numbers.speed().get().released()));
      json.writeNumberField("deliveredPerSecond", rounded(numbers.speed().get().delivered()));
    }
    json.writeEndObject();
  }

  private static double rounded(double number) {
    return Math.round(number * 10) / 10.0;
  }

  private static void write(JsonGenerator json, QueueAnswer.Group group) throws IOException {
    json.writeStringField("tenant", group.tenant());
    json.writeStringField("site", group.site());
    json.writeStringField("campaign", group.campaign());
  }

  private static void write(JsonGenerator json, QueueAnswer.Detail detail) throws IOException {
    json.writeStartObject();
    json.writeStringField("submission", detail.submissionId());
    write(json, detail.group());
    json.writeStringField("recipient", detail.recipient());
    json.writeStringField("pool", detail.pool());
    json.writeStringField("reason", detail.reason());
    json.writeNumberField("acceptedAt", detail.acceptedAt());
    json.writeNumberField("dueAt", detail.dueAt());
    json.writeNumberField("expiresAt", detail.expiresAt());
    json.writeNumberField("attempts", detail.attempts());
    json.writeNumberField("lastCode", detail.lastCode());
    json.writeStringField("lastText", detail.lastText());
    json.writeStringField("command", detail.lever());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, QueueAnswer.Standing lever) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", lever.id());
    json.writeStringField("kind", lever.kind());
    json.writeObjectFieldStart("arguments");
    for (var argument : lever.arguments().entrySet()) {
      json.writeStringField(argument.getKey(), argument.getValue());
    }
    json.writeEndObject();
    json.writeStringField("who", lever.who());
    json.writeStringField("why", lever.why());
    json.writeNumberField("at", lever.at());
    json.writeStringField("phase", lever.phase());
    json.writeNumberField("done", lever.done());
    json.writeNumberField("passed", lever.passed());
    json.writeNumberField("of", lever.of());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Effect effect) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", effect.id());
    json.writeStringField("rule", effect.rule());
    json.writeStringField("per", effect.per().word());
    json.writeStringField("key", effect.key());
    var limit = effect.limit();
    json.writeStringField("limit", limit == null ? "" : limit.kind().word());
    json.writeNumberField("most", limit == null ? 0 : limit.bound().most());
    json.writeNumberField("periodMs", limit == null ? 0 : limit.bound().periodMs());
    json.writeNumberField("since", effect.since());
    json.writeNumberField("until", effect.until());
    json.writeStringField("reply", effect.reply());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, GateStanding gate, long now) throws IOException {
    json.writeStartObject();
    json.writeStringField("limit", gate.limit());
    json.writeStringField("per", gate.per());
    json.writeStringField("key", gate.key());
    json.writeStringField("source", gate.source());
    var bound = gate.bound();
    json.writeNumberField("most", bound == null ? 0 : bound.most());
    json.writeNumberField("periodMs", bound == null ? 0 : bound.periodMs());
    json.writeNumberField("left", gate.left());
    json.writeNumberField("opensAt", gate.opensAt());
    json.writeNumberField("sites", gate.sites());
    json.writeBooleanField("holds", gate.holds(now));
    json.writeEndObject();
  }

  private interface Fields {
    void to(JsonGenerator json) throws IOException;
  }

  private static String object(Fields fields) {
    var text = new StringWriter();
    try (var json = JSON.createGenerator(text)) {
      json.writeStartObject();
      fields.to(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** A text as maps, lists, texts and numbers. */
  static Map<String, Object> read(String text) throws IOException {
    try (var parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer is no JSON object");
      }
      return map(parser);
    }
  }

  private static Map<String, Object> map(JsonParser parser) throws IOException {
    var fields = new LinkedHashMap<String, Object>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var name = parser.currentName();
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static List<Object> list(JsonParser parser) throws IOException {
    var values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return values;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> map(parser);
      case START_ARRAY -> list(parser);
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      default -> parser.getText();
    };
  }

  /** Writes what {@link #read} has read. */
  static String write(Map<String, ?> fields) {
    return object(
        json -> {
          for (var field : fields.entrySet()) {
            json.writeFieldName(field.getKey());
            write(json, field.getValue());
          }
        });
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Map<?, ?> fields -> {
        json.writeStartObject();
        for (var field : fields.entrySet()) {
          json.writeFieldName(String.valueOf(field.getKey()));
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
      case List<?> values -> {
        json.writeStartArray();
        for (var each : values) {
          write(json, each);
        }
        json.writeEndArray();
      }
      case Long number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      case Double number -> json.writeNumber(number);
      default -> json.writeString(value.toString());
    }
  }
}
