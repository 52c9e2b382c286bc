package milena.ingest.secure;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import milena.ingest.accept.TlsSession;
import milena.ingest.accept.TlsSession.ClientCertificate;
import milena.ingest.converse.SmtpConversation.Drain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits behind a handshake for how it ends, and leaves. Nothing that comes after it in the pipeline
 * hears of the connection before.
 */
final class HandshakeWatch extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(HandshakeWatch.class);
  private static final String EXPORTER = "EXPORTER-Channel-Binding";
  private static final int EXPORTED = 32;

  private final TlsMeters meters;
  private final Consumer<TlsSession> secured;
  private @Nullable Installed chosen;
  private @Nullable SSLEngine engine;
  private String serverName = "";
  private boolean activeHeld;
  private boolean done;

  HandshakeWatch(TlsMeters meters, Consumer<TlsSession> secured) {
    this.meters = meters;
    this.secured = secured;
  }

  /** With what the handshake is done. */
  void chosen(Installed certificate, String name, SSLEngine handshake) {
    chosen = certificate;
    serverName = name;
    engine = handshake;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    activeHeld = true;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SniCompletionEvent choosing when choosing.cause() != null ->
          failed(ctx, choosing.cause());
      case SniCompletionEvent _ -> {}
      case SslHandshakeCompletionEvent end when end.isSuccess() -> succeeded(ctx);
      case SslHandshakeCompletionEvent end -> failed(ctx, end.cause());
      case Drain _ -> failed(ctx, new ClosedChannelException());
      default -> ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    failed(ctx, new ClosedChannelException());
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    failed(ctx, cause);
  }

  private void failed(ChannelHandlerContext ctx, Throwable cause) {
    if (!done) {
      done = true;
      if (cause instanceof SslHandshakeTimeoutException) {
        meters.late();
      } else {
        meters.failed();
      }
      LOG.debug("handshake failed client={}", ctx.channel().remoteAddress(), cause);
    }
    ctx.close();
  }

  private void succeeded(ChannelHandlerContext ctx) {
    if (done) {
      return;
    }
    TlsSession session;
    try {
      session = session();
    } catch (GeneralSecurityException | SSLException wrong) {
      failed(ctx, wrong);
      return;
    }
    done = true;
    meters.done(session.protocol());
    secured.accept(session);
    if (activeHeld) {
      ctx.fireChannelActive();
    }
    ctx.pipeline().remove(this);
  }

  private TlsSession session() throws GeneralSecurityException, SSLException {
    var certificate = chosen;
    var handshake = engine;
    if (certificate == null || handshake == null) {
      throw new IllegalStateException("a handshake without a certificate");
    }
    var session = handshake.getSession();
    return new TlsSession(
        session.getProtocol(),
        session.getCipherSuite(),
        serverName,
        client(certificate, session),
        certificate.bindings(exported(session)));
  }

  private static @Nullable ClientCertificate client(Installed certificate, SSLSession session)
      throws GeneralSecurityException {
    try {
      var chain = session.getPeerCertificates();
      return certificate.judge(Arrays.copyOf(chain, chain.length, X509Certificate[].class));
    } catch (SSLPeerUnverifiedException none) {
      return null;
    }
  }

  // TLS 1.2 gives the same only with an extension that we cannot see here (RFC 9266 §3).
  private static byte @Nullable [] exported(SSLSession session) throws SSLException {
    if (!session.getProtocol().equals("TLSv1.3")
        || !(session instanceof ExtendedSSLSession extended)) {
      return null;
    }
    try {
      return extended.exportKeyingMaterialData(EXPORTER, new byte[0], EXPORTED);
    } catch (UnsupportedOperationException notByThisEngine) {
      return null;
    }
  }
}
