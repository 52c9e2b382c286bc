package milena.ingest.secure;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who does the cryptography: BoringSSL where it runs, else the JDK. */
public enum TlsEngine {
  /** BoringSSL. */
  NATIVE(SslProvider.OPENSSL_REFCNT),
  /** Java's own, several times slower. */
  JDK(SslProvider.JDK);

  private static final Logger LOG = LoggerFactory.getLogger(TlsEngine.class);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** Forward secrecy and AEAD only; server and client may both be slow, so AES-128 goes first. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final SslProvider provider;

  TlsEngine(SslProvider provider) {
    this.provider = provider;
  }

  /** The best that this machine has; the log says which. */
  public static TlsEngine best() {
    if (OpenSsl.isAvailable()) {
      LOG.info("TLS by the native engine version={}", OpenSsl.versionString());
      return NATIVE;
    }
    var why = OpenSsl.unavailabilityCause();
    LOG.info("TLS by the JDK, the native engine is not there reason={}", String.valueOf(why));
    // Renegotiation lets a client have us compute at will; BoringSSL does not know it.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    return JDK;
  }

  /**
   * What every handshake with a certificate shares.
   *
   * @param trust by whom client certificates are verified; null when none is asked for
   * @param application what is spoken within, as ALPN names it; null for what has no name there
   */
  SslContext context(
      ServerCertificate certificate, @Nullable ClientTrust trust, @Nullable String application)
      throws SSLException {
    var builder =
        SslContextBuilder.forServer(certificate.key(), certificate.chain())
            .sslProvider(provider)
            .protocols(PROTOCOLS)
            .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE);
    if (trust != null) {
      builder.trustManager(trust.asking()).clientAuth(ClientAuth.OPTIONAL);
    }
    if (application != null) {
      builder.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              ApplicationProtocolConfig.Protocol.ALPN,
              ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
              ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
              application));
    }
    return builder.build();
  }
}
