package milena.ingest.secure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * With what the listeners do TLS.
 *
 * @param certificates the first is the one for clients that name no server, or one we do not have
 * @param clientCa a PEM file with the CAs that verify client certificates; null for none
 * @param selfSigned the name for which one is made in memory when there are no certificates; null
 *     for none. For trying things out: no client has a reason to believe it
 * @param application the protocol that is spoken within, as ALPN names it (RFC 7301); null for one
 *     that has no name there. It is told to clients that ask; who offers only others is not refused
 * @param handshake from the first byte that may come to the last of the handshake
 * @param look how often the files are looked at
 */
public record TlsSettings(
    List<CertificateFiles> certificates,
    @Nullable Path clientCa,
    @Nullable String selfSigned,
    @Nullable String application,
    Duration handshake,
    Duration look) {

  /** No certificate. */
  public static final TlsSettings NONE = of(List.of(), null, null);

  /** Checks the ranges. */
  public TlsSettings {
    certificates = List.copyOf(certificates);
    if (!handshake.isPositive() || !look.isPositive()) {
      throw new IllegalArgumentException("patience with handshakes is a positive time");
    }
  }

  /** 10 seconds for a handshake; the files are looked at every 5. */
  public static TlsSettings of(
      List<CertificateFiles> certificates, @Nullable Path clientCa, @Nullable String selfSigned) {
    return new TlsSettings(
        certificates, clientCa, selfSigned, null, Duration.ofSeconds(10), Duration.ofSeconds(5));
  }

  /** The same for a protocol that ALPN has a name for. */
  public TlsSettings speaking(String protocol) {
    return new TlsSettings(certificates, clientCa, selfSigned, protocol, handshake, look);
  }
}
