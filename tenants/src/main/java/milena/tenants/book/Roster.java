package milena.tenants.book;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import milena.tenants.verify.ApiKey;

/**
 * All tenants and credentials at one moment. It never changes, so any thread may ask it at any
 * time.
 */
public final class Roster {
  private final String implicit;
  private final Map<String, Tenant> tenants;
  private final Map<String, Credential> credentials;

  /**
   * Copies.
   *
   * @param implicit the tenant that there is while there are none; empty for no such tenant
   */
  public Roster(String implicit, Map<String, Tenant> tenants, Map<String, Credential> credentials) {
    this.implicit = implicit;
    this.tenants = new HashMap<>(tenants);
    this.credentials = new HashMap<>(credentials);
  }

  static Roster empty(String implicit) {
    return new Roster(implicit, Map.of(), Map.of());
  }

  /** A tenant by its name. Where none was ever made, there is the one that is not written down. */
  public Optional<Tenant> tenant(String name) {
    return tenants.isEmpty() && !implicit.isEmpty() && name.equals(implicit)
        ? Optional.of(Tenant.named(implicit, new Stamp(0, "")))
        : Optional.ofNullable(tenants.get(name));
  }

  /** Whether nobody has made a tenant, so that there is only the implicit one. */
  public boolean withoutTenants() {
    return tenants.isEmpty();
  }

  /** A credential of any kind. */
  public Optional<Credential> credential(String id) {
    return Optional.ofNullable(credentials.get(id));
  }

  /** A password by its prepared login. */
  public Optional<Credential> login(String login) {
    return credential(login)
        .filter(credential -> credential.proof() instanceof Credential.Proof.Password);
  }

  /** An API key by the id in it. */
  public Optional<Credential> key(ApiKey key) {
    return credential(key.id());
  }

  /** A certificate by the SHA-256 of its DER form, in lower-case hexadecimal digits. */
  public Optional<Credential> certificate(String fingerprint) {
    return credential(Credential.CERTIFICATE + fingerprint);
  }

  /** The tenants that were made, by name. */
  public List<Tenant> tenants() {
    return tenants.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** All credentials, by tenant and id. */
  public List<Credential> credentials() {
    return credentials.values().stream()
        .sorted(Comparator.comparing(Credential::tenant).thenComparing(Credential::id))
        .toList();
  }

  @Override
  public String toString() {
    return tenants.size() + " tenants, " + credentials.size() + " credentials";
  }
}
