package milena.delivery.connect;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** TLS as a client, with the JDK's engine. */
final class ClientTls {

  private final SslContext context;
  private final long handshakeMillis;

  private ClientTls(SslContextBuilder builder, Duration handshake) {
    this.handshakeMillis = handshake.toMillis();
    try {
      this.context = builder.sslProvider(SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /** Opportunistic (RFC 7435): against listeners, not against impostors. */
  static ClientTls opportunistic(Duration handshake) {
    return new ClientTls(
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null),
        handshake);
  }

  /**
   * Only with a server whose certificate is for the name it was looked up by, in a chain that ends
   * at an authority that this Java trusts (RFC 8689 §4.2.1, RFC 6125).
   */
  static ClientTls verified(Duration handshake) {
    return new ClientTls(
        SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS"), handshake);
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
