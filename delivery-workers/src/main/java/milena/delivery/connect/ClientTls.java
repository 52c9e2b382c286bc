package milena.delivery.connect;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Opportunistic TLS (RFC 7435): against listeners, not against impostors. */
final class ClientTls {

  private final SslContext context;
  private final long handshakeMillis;

  ClientTls(Duration handshake) {
    this.handshakeMillis = handshake.toMillis();
    try {
      this.context =
          SslContextBuilder.forClient()
              .sslProvider(SslProvider.JDK)
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .endpointIdentificationAlgorithm(null)
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * A handler for one handshake.
   *
   * @param host named to the server (SNI)
   */
  SslHandler handler(Channel channel, String host, int port) {
    var handler = context.newHandler(channel.alloc(), host, port);
    handler.setHandshakeTimeoutMillis(handshakeMillis);
    return handler;
  }
}
