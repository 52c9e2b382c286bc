package milena.delivery.connect;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Promise;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Says the PROXY protocol's header, version 2, as soon as the proxy is reached: from which address
 * it is to connect, and to which. The proxy answers nothing; the server's greeting follows, or the
 * end of the connection, whoever of the two may be the reason.
 */
final class HaProxyHeader extends ChannelInboundHandlerAdapter {

  private static final byte[] SIGNATURE =
      "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION_2_PROXY = 0x21;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;
  private static final int PORTS = 4;

  private final @Nullable InetAddress source;
  private final InetSocketAddress destination;
  private final Promise<Void> done;

  /**
   * A header for one connection.
   *
   * @param source of the destination's family; null for the proxy's choice
   * @param done told when it is said
   */
  HaProxyHeader(@Nullable InetAddress source, InetSocketAddress destination, Promise<Void> done) {
    this.source = source;
    this.destination = destination;
    this.done = done;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    var header = ctx.alloc().buffer();
    write(header);
    ctx.writeAndFlush(header);
    ctx.fireChannelActive();
    ctx.pipeline().remove(this);
    done.trySuccess(null);
  }

  private void write(ByteBuf header) {
    var to = destination.getAddress();
    var length = to.getAddress().length;
    header
        .writeBytes(SIGNATURE)
        .writeByte(VERSION_2_PROXY)
        .writeByte(to instanceof Inet4Address ? TCP_OVER_IPV4 : TCP_OVER_IPV6)
        .writeShort(2 * length + PORTS)
        .writeBytes(source == null ? new byte[length] : source.getAddress())
        .writeBytes(to.getAddress())
        .writeShort(0)
        .writeShort(destination.getPort());
  }
}
