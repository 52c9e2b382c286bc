package milena.tenants.book;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import milena.schemas.CredentialEntry;
import milena.schemas.RecordCodec;
import milena.schemas.RecordFormat;
import milena.schemas.Topics;
import milena.schemas.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/** Tenants and credentials as they come out of the log, record by record. Of one thread. */
final class Gathering {

  static final String TENANT = "tenant:";
  static final String CREDENTIAL = "credential:";

  /** A tenant with a thousand domains has a quarter of this. */
  static final int MOST_BYTES = 256 * 1024;

  private static final int MOST_KEY_BYTES = 2 * 1024;

  private final RecordCodec<CredentialEntry> codec;
  private final Map<String, Tenant> tenants = new HashMap<>();
  private final Map<String, Credential> credentials = new HashMap<>();

  Gathering(RecordFormat format) {
    codec = format.codec(Topics.CREDENTIALS, CredentialEntry.class);
  }

  /**
   * Takes a record up.
   *
   * @throws UnreadableRecord if it is none of ours; then nothing is changed
   */
  void take(byte @Nullable [] key, byte @Nullable [] value) throws UnreadableRecord {
    if (key == null || key.length > MOST_KEY_BYTES) {
      throw new UnreadableRecord("a record without a key, or with a very long one");
    }
    var name = new String(key, StandardCharsets.UTF_8);
    if (value == null) {
      remove(name);
      return;
    }
    if (value.length > MOST_BYTES) {
      throw new UnreadableRecord("a record of " + value.length + " bytes");
    }
    var entry = codec.decode(value);
    var tenant = entry.getTenant();
    var credential = entry.getCredential();
    if (tenant != null && name.equals(TENANT + tenant.getName())) {
      tenants.put(tenant.getName(), Entries.tenant(tenant));
    } else if (credential != null && name.equals(CREDENTIAL + credential.getId())) {
      if (Entries.inForce(credential)) {
        credentials.put(credential.getId(), Entries.credential(credential));
      } else {
        credentials.remove(credential.getId());
      }
    } else {
      throw new UnreadableRecord("what it holds is not what its key says");
    }
  }

  private void remove(String name) {
    if (name.startsWith(TENANT)) {
      tenants.remove(name.substring(TENANT.length()));
    } else if (name.startsWith(CREDENTIAL)) {
      credentials.remove(name.substring(CREDENTIAL.length()));
    }
  }

  /** What is there now. */
  Roster roster(String implicit) {
    return new Roster(implicit, tenants, credentials);
  }

  int tenantCount() {
    return tenants.size();
  }

  int credentialCount() {
    return credentials.size();
  }
}
