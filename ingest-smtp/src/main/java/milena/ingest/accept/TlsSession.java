package milena.ingest.accept;

import milena.tenants.verify.ChannelBindings;
import org.jspecify.annotations.Nullable;

/**
 * What a finished handshake came to.
 *
 * @param protocol {@code TLSv1.2} or {@code TLSv1.3}
 * @param cipher the suite by its registered name
 * @param serverName the one that the client asked for (SNI), in lower case; empty for none
 * @param client the certificate that the client proved to have the key of; null for none
 * @param bindings what a login may be bound to
 */
public record TlsSession(
    String protocol,
    String cipher,
    String serverName,
    @Nullable ClientCertificate client,
    ChannelBindings bindings) {

  /**
   * A client's certificate.
   *
   * @param sha256 fingerprint of it, 64 hexadecimal digits in lower case
   * @param verified it is valid, for clients, and by our CA; else it says no more than its
   *     fingerprint
   */
  public record ClientCertificate(String sha256, boolean verified) {}

  /** The same, of which the client has shown no certificate. */
  TlsSession withoutClient() {
    return new TlsSession(protocol, cipher, serverName, null, bindings);
  }

  /** Whether the client has shown a certificate of our CA. */
  public boolean clientVerified() {
    return client != null && client.verified();
  }
}
