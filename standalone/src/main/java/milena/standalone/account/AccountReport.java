package milena.standalone.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * An account as it is printed.
 *
 * @param account what was found
 * @param scope what it is about
 */
public record AccountReport(Account account, Audit.Scope scope) {

  private static final String ENDED = "  %-24s %,12d%n";

  /** The account in lines for people: endings, what waits and why, and every fault. */
  public String toText() {
    var text = new StringBuilder();
    text.append(heading()).append('\n');
    count(text, "accepted", account.accepted());
    account.endings().forEach((ending, count) -> line(text, ENDED, ending, count));
    line(text, ENDED, "waiting", account.waitingInAll());
    account.waiting().forEach((reason, count) -> line(text, "    %-22s %,12d%n", reason, count));
    count(text, "deferred, then delivered", account.deferredThenDelivered());
    count(text, "unaccounted for", account.unaccounted());
    count(text, "with two endings", account.doubled());
    account.faults().forEach(fault -> line(text, "! %s%n", fault));
    long more = account.unaccounted() + account.doubled() - account.faults().size();
    if (more > 0) {
      line(text, "! and %,d more%n", more);
    }
    text.append(
        account.balances()
            ? "The account balances: every submission is in exactly one place.\n"
            : "THE ACCOUNT DOES NOT BALANCE.\n");
    return text.toString();
  }

  private String heading() {
    return "account of "
        + scope.tenant().map(tenant -> "tenant " + tenant).orElse("all tenants")
        + (scope.from() > 0 ? ", from " + Instant.ofEpochMilli(scope.from()) : "")
        + (scope.to() < Long.MAX_VALUE ? ", before " + Instant.ofEpochMilli(scope.to()) : "")
        + ", as of "
        + Instant.ofEpochMilli(scope.now());
  }

  private static void count(StringBuilder text, String name, long count) {
    line(text, "%-26s %,12d%n", name, count);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  /** The account as one JSON object; times are ISO 8601, open ends of the range are null. */
  public String toJson() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      time(json, "from", scope.from(), scope.from() > 0);
      time(json, "to", scope.to(), scope.to() < Long.MAX_VALUE);
      time(json, "as_of", scope.now(), true);
      json.writeStringField("tenant", scope.tenant().orElse(null));
      json.writeNumberField("accepted", account.accepted());
      counts(json, "endings", account.endings());
      json.writeNumberField("waiting_in_all", account.waitingInAll());
      counts(json, "waiting", account.waiting());
      json.writeNumberField("deferred_then_delivered", account.deferredThenDelivered());
      json.writeNumberField("unaccounted", account.unaccounted());
      json.writeNumberField("doubled", account.doubled());
      json.writeBooleanField("balances", account.balances());
      json.writeArrayFieldStart("faults");
      for (var fault : account.faults()) {
        json.writeString(fault);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void time(JsonGenerator json, String name, long millis, boolean given)
      throws IOException {
    if (given) {
      json.writeStringField(name, Instant.ofEpochMilli(millis).toString());
    } else {
      json.writeNullField(name);
    }
  }

  private static void counts(JsonGenerator json, String name, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var count : counts.entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }
}
