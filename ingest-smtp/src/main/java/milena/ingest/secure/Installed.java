package milena.ingest.secure;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLException;
import milena.ingest.accept.TlsSession.ClientCertificate;
import milena.tenants.verify.ChannelBindings;
import org.jspecify.annotations.Nullable;

/** A certificate of ours, ready for handshakes. */
final class Installed {

  private final ServerCertificate certificate;
  private final byte[] endPoint;
  private final SslContext silent;
  private final @Nullable SslContext asking;
  private final @Nullable ClientTrust trust;

  /**
   * Makes it ready.
   *
   * @param trust by whom client certificates are verified; null for nobody, and then none is asked
   *     for
   * @param application what is spoken within, as ALPN names it; null for what has no name there
   */
  Installed(
      TlsEngine engine,
      ServerCertificate certificate,
      @Nullable ClientTrust trust,
      @Nullable String application)
      throws GeneralSecurityException, SSLException {
    this.certificate = certificate;
    this.endPoint = certificate.endPoint();
    this.trust = trust;
    this.silent = engine.context(certificate, null, application);
    try {
      this.asking = trust == null ? null : engine.context(certificate, trust, application);
    } catch (SSLException | RuntimeException failed) {
      ReferenceCountUtil.release(silent);
      throw failed;
    }
  }

  ServerCertificate certificate() {
    return certificate;
  }

  /**
   * A handler for one handshake.
   *
   * @param asks whether the client is asked for a certificate
   * @throws io.netty.util.IllegalReferenceCountException when another was installed in its place
   */
  SslHandler handler(Channel channel, boolean asks) {
    var context = asks && asking != null ? asking : silent;
    return context.newHandler(channel.alloc());
  }

  /**
   * What a login over a connection with this certificate may be bound to. Without an exporter that
   * is nothing: whoever sees a binding offered takes it, by the exporter as RFC 9266 wants, and
   * could not log in at all.
   */
  ChannelBindings bindings(byte @Nullable [] exporter) {
    return exporter == null
        ? ChannelBindings.NONE
        : ChannelBindings.of(
            Map.of(
                ChannelBindings.TLS_SERVER_END_POINT,
                endPoint,
                ChannelBindings.TLS_EXPORTER,
                exporter));
  }

  /** What a client has shown; null where it was not asked. */
  @Nullable ClientCertificate judge(X509Certificate[] chain) throws GeneralSecurityException {
    return trust == null ? null : trust.judge(chain);
  }

  /** No handshake begins with it any more; connections that have one keep what they need. */
  void release() {
    ReferenceCountUtil.release(silent);
    ReferenceCountUtil.release(asking);
  }
}
