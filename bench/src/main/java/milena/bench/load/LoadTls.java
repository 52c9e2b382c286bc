package milena.bench.load;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** TLS as a load generator has it: to a server of one's own, so that any certificate will do. */
final class LoadTls {
  private static final SslContext ANYONE = anyone();

  private LoadTls() {}

  /** Returns what puts TLS before a connection from its first octet on. */
  static ChannelHandler before(LoadConnection connection) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(from(channel.alloc()), connection);
      }
    };
  }

  /** Returns what speaks TLS from where it is put into a pipeline on. */
  static ChannelHandler from(ByteBufAllocator allocator) {
    return ANYONE.newHandler(allocator);
  }

  private static SslContext anyone() {
    try {
      return SslContextBuilder.forClient()
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }
}
