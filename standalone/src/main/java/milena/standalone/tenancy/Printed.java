package milena.standalone.tenancy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;

/** What the reports have in common. */
final class Printed {

  private Printed() {}

  /** Writes the fields of an object. */
  interface Fields {

    /** Writes them. */
    void to(JsonGenerator json) throws IOException;
  }

  static String json(Fields fields) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      fields.to(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  /** The text with nothing in it that could steer a terminal. */
  static String safe(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
