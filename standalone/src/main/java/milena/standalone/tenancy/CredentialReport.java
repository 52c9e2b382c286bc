package milena.standalone.tenancy;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import milena.runtime.config.Secret;
import milena.tenants.book.Credential;
import milena.tenants.book.Credential.Proof;
import org.jspecify.annotations.Nullable;

/**
 * Credentials as they are printed.
 *
 * @param credentials which
 * @param made the secret of the only one of them, which was just made; only JSON has it
 */
public record CredentialReport(List<Credential> credentials, @Nullable Secret made) {

  /** Without a secret. */
  public CredentialReport(List<Credential> credentials) {
    this(credentials, null);
  }

  /** A line for each. */
  public String toText() {
    var text = new StringBuilder();
    for (var credential : credentials) {
      text.append(Printed.safe(line(credential))).append('\n');
    }
    return text.append(String.format(Locale.ROOT, "credentials: %,d", credentials.size()))
        .toString();
  }

  private static String line(Credential credential) {
    return String.format(
            Locale.ROOT,
            "%-32s  %-16s  %-11s  since %s by %s  %s%s%s",
            credential.id(),
            credential.tenant(),
            credential.proof().kind(),
            Printed.time(credential.made().at()),
            credential.made().by(),
            credential.expiresAt() > 0
                ? "until " + Printed.time(credential.expiresAt()) + "  "
                : "",
            credential.proof() instanceof Proof.Certificate(var subject) ? subject + "  " : "",
            credential.note())
        .strip();
  }

  /** All as one JSON object. */
  public String toJson() {
    return Printed.json(
        json -> {
          json.writeArrayFieldStart("credentials");
          for (var credential : credentials) {
            write(json, credential);
          }
          json.writeEndArray();
        });
  }

  private void write(JsonGenerator json, Credential credential) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", credential.id());
    json.writeStringField("tenant", credential.tenant());
    json.writeStringField("kind", credential.proof().kind());
    json.writeStringField("note", credential.note());
    json.writeStringField("created", Printed.time(credential.made().at()));
    json.writeStringField("createdBy", credential.made().by());
    if (credential.expiresAt() > 0) {
      json.writeStringField("expires", Printed.time(credential.expiresAt()));
    }
    if (credential.proof() instanceof Proof.Certificate(var subject)) {
      json.writeStringField("subject", subject);
    }
    if (made != null) {
      json.writeStringField("secret", made.value());
    }
    json.writeEndObject();
  }
}
