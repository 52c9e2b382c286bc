package milena.tenants.book;

import java.nio.ByteBuffer;
import milena.schemas.CredentialEntry;
import milena.schemas.CredentialRecord;
import milena.schemas.TenantEntry;
import milena.schemas.UnreadableRecord;
import milena.tenants.book.Credential.Proof;
import milena.tenants.verify.KeyVerifier;
import milena.tenants.verify.PasswordVerifier;

/** Between tenants and credentials and their records in the log. */
final class Entries {
  private static final String ACTIVE = "active";
  private static final String SUSPENDED = "suspended";
  private static final String OPERATOR = "operator";

  private Entries() {}

  static CredentialEntry of(Tenant tenant) {
    var limits = tenant.limits();
    var entry =
        TenantEntry.newBuilder()
            .setName(tenant.name())
            .setNote(tenant.note())
            .setState(tenant.active() ? ACTIVE : SUSPENDED)
            .setSenderDomains(tenant.senderDomains())
            .setMessagesPerSecond(limits.messagesPerSecond())
            .setMessagesPerHour(limits.messagesPerHour())
            .setRecipientsPerSecond(limits.recipientsPerSecond())
            .setRecipientsPerHour(limits.recipientsPerHour())
            .setConnections(limits.connections())
            .setCreatedAt(tenant.created().at())
            .setCreatedBy(tenant.created().by())
            .setChangedAt(tenant.changed().at())
            .setChangedBy(tenant.changed().by());
    return CredentialEntry.newBuilder().setTenant(entry.build()).build();
  }

  static CredentialEntry of(Credential credential) {
    var entry =
        CredentialRecord.newBuilder()
            .setId(credential.id())
            .setTenant(credential.operator() ? "" : credential.tenant())
            .setRole(credential.operator() ? OPERATOR : "")
            .setKind(credential.proof().kind())
            .setState(ACTIVE)
            .setNote(credential.note())
            .setCreatedAt(credential.made().at())
            .setCreatedBy(credential.made().by())
            .setExpiresAt(credential.expiresAt());
    switch (credential.proof()) {
      case Proof.Password(var verifier) ->
          entry
              .setSalt(ByteBuffer.wrap(verifier.salt()))
              .setIterations(verifier.iterations())
              .setStoredKey(ByteBuffer.wrap(verifier.storedKey()))
              .setServerKey(ByteBuffer.wrap(verifier.serverKey()));
      case Proof.Key(var verifier) ->
          entry
              .setSalt(ByteBuffer.wrap(verifier.salt()))
              .setKeyHash(ByteBuffer.wrap(verifier.hash()));
      case Proof.Certificate(var subject) -> entry.setSubject(subject);
    }
    return CredentialEntry.newBuilder().setCredential(entry.build()).build();
  }

  static Tenant tenant(TenantEntry entry) throws UnreadableRecord {
    try {
      return new Tenant(
          entry.getName(),
          entry.getNote(),
          entry.getState().equals(ACTIVE) ? Tenant.State.ACTIVE : Tenant.State.SUSPENDED,
          entry.getSenderDomains(),
          new Limits(
              entry.getMessagesPerSecond(),
              entry.getMessagesPerHour(),
              entry.getRecipientsPerSecond(),
              entry.getRecipientsPerHour(),
              entry.getConnections()),
          new Stamp(entry.getCreatedAt(), entry.getCreatedBy()),
          new Stamp(entry.getChangedAt(), entry.getChangedBy()));
    } catch (IllegalArgumentException nonsense) {
      throw new UnreadableRecord("no tenant: " + nonsense.getMessage(), nonsense);
    }
  }

  /** Whether a credential is in force; of a state that we do not know it is not. */
  static boolean inForce(CredentialRecord entry) {
    return entry.getState().equals(ACTIVE);
  }

  static Credential credential(CredentialRecord entry) throws UnreadableRecord {
    try {
      return new Credential(
          entry.getId(),
          tenant(entry),
          proof(entry),
          entry.getNote(),
          new Stamp(entry.getCreatedAt(), entry.getCreatedBy()),
          entry.getExpiresAt());
    } catch (IllegalArgumentException nonsense) {
      throw new UnreadableRecord("no credential: " + nonsense.getMessage(), nonsense);
    }
  }

  /** Of a role that we do not know it is nobody's. */
  private static String tenant(CredentialRecord entry) {
    return switch (entry.getRole()) {
      case "" -> entry.getTenant();
      case OPERATOR -> Credential.OPERATORS;
      default -> throw new IllegalArgumentException("of an unknown role");
    };
  }

  private static Proof proof(CredentialRecord entry) {
    return switch (entry.getKind()) {
      case Proof.Password.KIND ->
          new Proof.Password(
              new PasswordVerifier(
                  bytes(entry.getSalt()),
                  entry.getIterations(),
                  bytes(entry.getStoredKey()),
                  bytes(entry.getServerKey())));
      case Proof.Key.KIND ->
          new Proof.Key(new KeyVerifier(bytes(entry.getSalt()), bytes(entry.getKeyHash())));
      case Proof.Certificate.KIND -> new Proof.Certificate(entry.getSubject());
      default -> throw new IllegalArgumentException("of an unknown kind");
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
