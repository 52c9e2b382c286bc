package milena.standalone.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import milena.policy.kumo.Imported;

/** What became of another system's files, as it is printed. */
public record ImportReport(Imported.Document document) {

  /** What is not as it was, a line for each, and how much there is in all. */
  public String toText() {
    var text = new StringBuilder();
    document
        .unmapped()
        .forEach(one -> text.append(one.toString().replaceAll("\\p{Cntrl}", "?")).append('\n'));
    var counts = document.counts();
    return text.append(
            String.format(
                Locale.ROOT,
                "providers: %,d, domains: %,d, rules: %,d of %,d, not as they were: %,d",
                counts.providers(),
                counts.domains(),
                counts.arrived(),
                counts.rules(),
                document.unmapped().size()))
        .toString();
  }

  /** The same as one JSON object, with the document itself where that is asked for. */
  public String toJson(boolean withDocument) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      write(json, withDocument);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private void write(JsonGenerator json, boolean withDocument) throws IOException {
    var counts = document.counts();
    json.writeStartObject();
    json.writeNumberField("providers", counts.providers());
    json.writeNumberField("domains", counts.domains());
    json.writeNumberField("rules", counts.rules());
    json.writeNumberField("rulesTaken", counts.arrived());
    json.writeArrayFieldStart("unmapped");
    for (var one : document.unmapped()) {
      json.writeStartObject();
      json.writeStringField("file", one.spot().file());
      json.writeNumberField("line", one.spot().line());
      json.writeStringField("key", one.key());
      json.writeStringField("value", one.value());
      json.writeStringField("why", one.why());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (withDocument) {
      json.writeStringField("document", document.yaml());
    }
    json.writeEndObject();
  }
}
