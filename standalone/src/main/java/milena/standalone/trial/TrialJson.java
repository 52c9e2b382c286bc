package milena.standalone.trial;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import milena.router.trial.Bite;
import milena.router.trial.Delays;
import milena.router.trial.Figures;
import milena.router.trial.Volume;

/** What a trial found, as one JSON object. Times are ISO 8601, lengths of time ms. */
public final class TrialJson {

  private TrialJson() {}

  /** Writes what a report has, with every slot, and every source and site that has figures. */
  public static String of(TrialReport report) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      var window = report.now().window();
      json.writeStartObject();
      json.writeStringField("trial", report.heading());
      json.writeStringField("from", Instant.ofEpochMilli(window.from()).toString());
      json.writeStringField("to", Instant.ofEpochMilli(window.to()).toString());
      json.writeNumberField("slotMs", window.slotMs());
      json.writeBooleanField("differs", !report.now().saysTheSameAs(report.next()));
      figures(json, "recorded", report.recorded());
      figures(json, "now", report.now());
      figures(json, "new", report.next());
      json.writeArrayFieldStart("notes");
      for (var note : report.notes()) {
        json.writeString(note);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void figures(JsonGenerator json, String name, Figures figures) throws IOException {
    var totals = figures.totals();
    json.writeObjectFieldStart(name);
    json.writeNumberField("submissions", totals.submissions());
    json.writeNumberField("waitingFromBefore", totals.carried());
    json.writeNumberField("attempts", totals.attempts());
    json.writeNumberField("delivered", totals.delivered());
    json.writeNumberField("deferred", totals.deferred());
    json.writeNumberField("bounced", totals.bounced());
    json.writeNumberField("expired", totals.expired());
    json.writeNumberField("withdrawn", totals.withdrawn());
    json.writeNumberField("waiting", totals.waiting());
    delays(json, "acceptedToFirstAttempt", figures.toFirst());
    delays(json, "acceptedToDelivered", figures.toDelivered());
    numbers(json, "waitingAt", figures.waitingAt());
    volume(json, "sources", figures.sources());
    volume(json, "sites", figures.sites());
    bites(json, figures.bites());
    json.writeObjectFieldStart("reactions");
    for (var each : new TreeMap<>(figures.reactions()).entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void delays(JsonGenerator json, String name, Delays delays) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", delays.count());
    json.writeNumberField("p50", delays.percentile(0.5));
    json.writeNumberField("p90", delays.percentile(0.9));
    json.writeNumberField("p99", delays.percentile(0.99));
    json.writeEndObject();
  }

  private static void volume(JsonGenerator json, String name, Volume volume) throws IOException {
    json.writeArrayFieldStart(name);
    for (var row : volume.rows()) {
      json.writeStartObject();
      json.writeStringField("name", row.name());
      json.writeNumberField("attempts", row.attemptsInAll());
      json.writeNumberField("deferred", row.deferredInAll());
      numbers(json, "attemptsAt", row.attempts());
      numbers(json, "deferredAt", row.deferred());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void numbers(JsonGenerator json, String name, long[] numbers) throws IOException {
    json.writeArrayFieldStart(name);
    for (long number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private static void bites(JsonGenerator json, List<Bite> bites) throws IOException {
    json.writeArrayFieldStart("heldBack");
    for (var bite : bites) {
      json.writeStartObject();
      json.writeStringField("what", bite.cause().what());
      json.writeStringField("path", bite.cause().place());
      json.writeNumberField("line", bite.cause().line());
      json.writeNumberField("messages", bite.messages());
      json.writeNumberField("standingMs", bite.standingMs());
      json.writeArrayFieldStart("worst");
      for (var key : bite.worst()) {
        json.writeStartObject();
        json.writeStringField("key", key.key());
        json.writeNumberField("messages", key.messages());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
