package milena.standalone.suppression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import milena.schemas.Suppression;
import milena.standalone.suppression.Suppressions.Listing;

/** Entries as they are printed. What remote servers said cannot steer the terminal. */
public record SuppressionReport(Listing listing) {

  /** A line for each entry. */
  public String toText() {
    var text = new StringBuilder();
    listing.entries().forEach(entry -> text.append(line(entry)).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "%,d suppressed%s%n",
            listing.entries().size(),
            listing.more() ? ", and more that are not shown: ask for an address or a tenant" : ""));
    return text.toString();
  }

  private static String line(Suppression entry) {
    var line =
        String.format(
            Locale.ROOT,
            "%-40s  %-12s  %-11s  %-24s  by %s: %s",
            entry.getAddress(),
            entry.getScope(),
            entry.getReason(),
            time(entry.getCreatedAt()),
            entry.getWho(),
            entry.getWhy());
    var reply =
        ((entry.getCode() > 0 ? entry.getCode() + " " : "")
                + (entry.getEnhanced().isEmpty() ? "" : entry.getEnhanced() + " ")
                + entry.getText())
            .strip();
    return printable(reply.isEmpty() ? line : line + " (" + reply + ")");
  }

  private static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The entries as one JSON object. */
  public String toJson() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("suppressions");
      for (var entry : listing.entries()) {
        write(json, entry);
      }
      json.writeEndArray();
      json.writeBooleanField("more", listing.more());
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Suppression entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("address", entry.getAddress());
    json.writeStringField("tenant", entry.getScope());
    json.writeStringField("reason", entry.getReason());
    json.writeStringField("who", entry.getWho());
    json.writeStringField("why", entry.getWhy());
    json.writeStringField("created", time(entry.getCreatedAt()));
    if (entry.getExpiresAt() > 0) {
      json.writeStringField("expires", time(entry.getExpiresAt()));
    }
    if (!entry.getSubmissionId().isEmpty()) {
      json.writeStringField("submission", entry.getSubmissionId());
    }
    if (entry.getCode() > 0) {
      json.writeNumberField("code", entry.getCode());
      json.writeStringField("enhanced", entry.getEnhanced());
      json.writeStringField("text", entry.getText());
    }
    json.writeEndObject();
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
