package milena.standalone.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import milena.policy.Place;
import milena.policy.document.Checked;
import milena.policy.document.Difference;
import milena.policy.document.Effective;
import milena.policy.document.Finding;
import milena.policy.versions.Version;

/** Reports about the policy, as text and as one JSON object. */
public final class PolicyReports {

  private PolicyReports() {}

  /** Writes something into an object or an array. */
  private interface Content {
    void to(JsonGenerator json) throws IOException;
  }

  /** Each finding on a line. */
  public static String findings(List<Finding> findings) {
    return lines(findings.stream().map(Finding::toText).toList());
  }

  /** Findings as JSON, with how many there are of each kind. */
  public static String json(Checked checked) {
    return object(
        json -> {
          json.writeNumberField("errors", checked.errors().size());
          json.writeNumberField("withoutEffect", checked.withoutEffect().size());
          json.writeArrayFieldStart("findings");
          for (var finding : checked.findings()) {
            json.writeStartObject();
            json.writeStringField("severity", word(finding.severity()));
            place(json, finding.place());
            json.writeStringField("message", finding.message());
            json.writeStringField("suggestion", finding.suggestion());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** Each difference on a line. */
  public static String differences(List<Difference> differences) {
    return lines(differences.stream().map(Difference::toText).toList());
  }

  /** Differences as JSON. */
  public static String differencesAsJson(List<Difference> differences) {
    return object(
        json -> {
          json.writeArrayFieldStart("differences");
          for (var difference : differences) {
            json.writeStartObject();
            json.writeStringField("change", word(difference.change()));
            json.writeStringField("section", difference.section());
            json.writeStringField("about", difference.about());
            place(json, difference.place());
            json.writeArrayFieldStart("values");
            for (var value : difference.values()) {
              json.writeStartObject();
              json.writeStringField("key", value.key());
              json.writeStringField("before", value.before());
              json.writeStringField("after", value.after());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** Each version on a line, the newest first. */
  public static String history(List<Version> versions) {
    return lines(
        versions.reversed().stream()
            .map(
                version ->
                    String.format(
                        Locale.ROOT,
                        "%5d  %s  %s: %s",
                        version.number(),
                        Instant.ofEpochMilli(version.at()),
                        version.who(),
                        version.why()))
            .toList());
  }

  /** Versions as JSON, the newest first, without their texts. */
  public static String historyAsJson(List<Version> versions) {
    return object(
        json -> {
          json.writeArrayFieldStart("versions");
          for (var version : versions.reversed()) {
            json.writeStartObject();
            fields(json, version);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** A version as JSON, without its text. */
  public static String json(Version version) {
    return object(json -> fields(json, version));
  }

  /** A version as JSON, with its text. */
  public static String jsonWithText(Version version) {
    return object(
        json -> {
          fields(json, version);
          json.writeStringField("text", version.document().text());
        });
  }

  private static void fields(JsonGenerator json, Version version) throws IOException {
    json.writeNumberField("version", version.number());
    json.writeStringField("at", Instant.ofEpochMilli(version.at()).toString());
    json.writeStringField("who", version.who());
    json.writeStringField("why", version.why());
    json.writeStringField("notation", version.document().notation().word());
  }

  /** Each value on a line, with what says so. */
  public static String values(List<Effective> values) {
    return lines(
        values.stream()
            .map(
                value ->
                    String.format(
                        Locale.ROOT,
                        "%-11s %s%s: %s  <- %s",
                        value.section(),
                        value.setting(),
                        value.sources().isEmpty()
                            ? ""
                            : " from " + String.join(", ", value.sources()),
                        value.value(),
                        value.place()))
            .toList());
  }

  /** Where mail goes, in a line. */
  public static String whereabouts(String site, String provider, String from) {
    return safe(
        "site %s, provider %s  <- %s"
            .formatted(site, provider.isEmpty() ? "none" : provider, from));
  }

  /**
   * What holds for some mail.
   *
   * @param version of the policy; 0 for a file
   * @param site where it goes; empty for not known
   * @param provider whose that is; empty for none, or not known
   * @param siteFrom what says where it goes; empty for not known
   */
  public record Explained(
      int version, String site, String provider, String siteFrom, List<Effective> values) {}

  /**
   * The same as JSON.
   *
   * @param now what a running process says of the moment, as JSON; empty when none was asked
   */
  public static String json(Explained explained, Optional<String> now) {
    return object(
        json -> {
          json.writeNumberField("version", explained.version());
          json.writeStringField("site", explained.site());
          json.writeStringField("provider", explained.provider());
          json.writeStringField("siteFrom", explained.siteFrom());
          json.writeArrayFieldStart("values");
          for (var value : explained.values()) {
            json.writeStartObject();
            json.writeStringField("section", value.section());
            json.writeStringField("setting", value.setting());
            json.writeStringField("value", value.value());
            place(json, value.place());
            json.writeArrayFieldStart("sources");
            for (var source : value.sources()) {
              json.writeString(source);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
          if (now.isPresent()) {
            json.writeFieldName("now");
            json.writeRawValue(now.get());
          }
        });
  }

  private static void place(JsonGenerator json, Place place) throws IOException {
    json.writeStringField("path", place.path());
    json.writeNumberField("line", place.line());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Nothing in a document or a reason may steer the terminal. */
  private static String lines(List<String> lines) {
    return lines.stream().map(PolicyReports::safe).collect(Collectors.joining("\n"));
  }

  private static String safe(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String object(Content content) {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      content.to(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }
}
