package milena.standalone.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import milena.schemas.MailEvent;

/** Writes a trace as JSON. Events keep the names of their fields in the log. */
final class TraceJson {

  private TraceJson() {}

  static String of(Trace trace) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("sought", trace.sought().text());
      json.writeBooleanField("found", trace.found());
      json.writeNumberField("left_out", trace.leftOut());
      json.writeBooleanField("cut", trace.cut());
      json.writeArrayFieldStart("events");
      for (var event : trace.events()) {
        write(json, event);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("now");
      for (var standing : trace.standings()) {
        write(json, standing);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, MailEvent event) throws IOException {
    json.writeStartObject();
    for (var field : event.getSchema().getFields()) {
      write(json, field.name(), event.get(field.pos()));
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, Object value) throws IOException {
    switch (value) {
      case Boolean flag -> json.writeBooleanField(name, flag);
      case Integer number when number != 0 -> json.writeNumberField(name, number);
      case Long number when number != 0 -> json.writeNumberField(name, number);
      case Instant time when time.toEpochMilli() != 0 -> json.writeStringField(name, "" + time);
      case CharSequence text when !text.isEmpty() -> json.writeStringField(name, "" + text);
      case Map<?, ?> map when !map.isEmpty() -> {
        json.writeObjectFieldStart(name);
        for (var entry : map.entrySet()) {
          json.writeStringField("" + entry.getKey(), "" + entry.getValue());
        }
        json.writeEndObject();
      }
      default -> {
        // Zero and empty mean that the field says nothing of this event.
      }
    }
  }

  private static void write(JsonGenerator json, Standing standing) throws IOException {
    json.writeStartObject();
    json.writeStringField("submission", standing.submissionId());
    json.writeStringField("recipient", standing.recipient());
    switch (standing) {
      case Standing.Ended ended -> json.writeStringField("state", ended.ending());
      case Standing.Unread unread -> {
        json.writeStringField("state", "unread");
        json.writeStringField("stage", unread.stage());
      }
      case Standing.Aside aside -> {
        json.writeStringField("state", "parked");
        json.writeStringField("reason", aside.reason());
        time(json, "due", aside.until());
      }
      case Standing.Held held -> held(json, held);
      case Standing.Nowhere _ -> json.writeStringField("state", "nowhere");
    }
    json.writeEndObject();
  }

  private static void held(JsonGenerator json, Standing.Held held) throws IOException {
    json.writeStringField("state", held.state());
    json.writeStringField("reason", held.reason());
    time(json, held.isReady() ? "expires" : "due", held.dueAt());
    json.writeNumberField("attempts", held.attempt());
    if (held.lastCode() > 0) {
      json.writeNumberField("last_code", held.lastCode());
    }
    if (!held.lastText().isEmpty()) {
      json.writeStringField("last_text", held.lastText());
    }
  }

  private static void time(JsonGenerator json, String name, long millis) throws IOException {
    if (millis > 0) {
      json.writeStringField(name, Instant.ofEpochMilli(millis).toString());
    }
  }
}
