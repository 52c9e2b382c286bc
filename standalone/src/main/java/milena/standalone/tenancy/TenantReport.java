package milena.standalone.tenancy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import milena.ingest.header.OwnChecks;
import milena.tenants.book.Limits;
import milena.tenants.book.Tenant;
import milena.tenants.book.Words;

/** Tenants as they are printed. */
public record TenantReport(List<Tenant> tenants) {

  /** A line for each. */
  public String toText() {
    var text = new StringBuilder();
    for (var tenant : tenants) {
      text.append(Printed.safe(line(tenant))).append('\n');
    }
    return text.append(count()).toString();
  }

  private String count() {
    return tenants.isEmpty()
        ? "no tenants were made: there is only the one of the settings"
        : String.format(Locale.ROOT, "tenants: %,d", tenants.size());
  }

  private static String line(Tenant tenant) {
    return String.format(
            Locale.ROOT,
            "%-24s  %-9s  from %s  %s%s  since %s by %s  %s",
            tenant.name(),
            state(tenant),
            tenant.senderDomains().isEmpty()
                ? "any domain"
                : String.join(" ", tenant.senderDomains()),
            limits(tenant.limits()),
            checks(tenant.checks()),
            Printed.time(tenant.created().at()),
            tenant.created().by(),
            tenant.note())
        .strip();
  }

  private static String state(Tenant tenant) {
    return tenant.state().name().toLowerCase(Locale.ROOT);
  }

  private static String limits(Limits limits) {
    return limits.equals(Limits.NONE)
        ? "no limits"
        : String.format(
            Locale.ROOT,
            "messages %s/s %s/h, recipients %s/s %s/h, connections %s",
            most(limits.messagesPerSecond()),
            most(limits.messagesPerHour()),
            most(limits.recipientsPerSecond()),
            most(limits.recipientsPerHour()),
            most(limits.connections()));
  }

  /** Those of its own, by the names of the settings that they stand in for. */
  private static String checks(OwnChecks checks) {
    var text = new StringBuilder();
    checks.missingFields().ifPresent(own -> check(text, "missing-fields", Words.of(own)));
    checks.missingFrom().ifPresent(own -> check(text, "missing-from", Words.of(own)));
    checks.repeatedFields().ifPresent(own -> check(text, "repeated-fields", Words.of(own)));
    checks.maxReceived().ifPresent(own -> check(text, "received-max", own.toString()));
    return text.toString();
  }

  private static void check(StringBuilder text, String name, String own) {
    text.append("  ").append(name).append(' ').append(own);
  }

  private static String most(int limit) {
    return limit == 0 ? "-" : Integer.toString(limit);
  }

  /** All as one JSON object. */
  public String toJson() {
    return Printed.json(
        json -> {
          json.writeArrayFieldStart("tenants");
          for (var tenant : tenants) {
            write(json, tenant);
          }
          json.writeEndArray();
        });
  }

  private static void write(JsonGenerator json, Tenant tenant) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", tenant.name());
    json.writeStringField("state", state(tenant));
    json.writeStringField("note", tenant.note());
    json.writeArrayFieldStart("domains");
    for (var domain : tenant.senderDomains()) {
      json.writeString(domain);
    }
    json.writeEndArray();
    json.writeNumberField("messagesPerSecond", tenant.limits().messagesPerSecond());
    json.writeNumberField("messagesPerHour", tenant.limits().messagesPerHour());
    json.writeNumberField("recipientsPerSecond", tenant.limits().recipientsPerSecond());
    json.writeNumberField("recipientsPerHour", tenant.limits().recipientsPerHour());
    json.writeNumberField("connections", tenant.limits().connections());
    write(json, tenant.checks());
    json.writeStringField("created", Printed.time(tenant.created().at()));
    json.writeStringField("createdBy", tenant.created().by());
    json.writeStringField("changed", Printed.time(tenant.changed().at()));
    json.writeStringField("changedBy", tenant.changed().by());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, OwnChecks checks) throws IOException {
    json.writeObjectFieldStart("checks");
    writeOwn(json, "missingFields", checks.missingFields());
    writeOwn(json, "missingFrom", checks.missingFrom());
    writeOwn(json, "repeatedFields", checks.repeatedFields());
    if (checks.maxReceived().isPresent()) {
      json.writeNumberField("receivedMax", checks.maxReceived().get());
    }
    json.writeEndObject();
  }

  private static void writeOwn(JsonGenerator json, String name, Optional<? extends Enum<?>> own)
      throws IOException {
    if (own.isPresent()) {
      json.writeStringField(name, Words.of(own.get()));
    }
  }
}
