package milena.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection that begins with a PROXY header though none of our proxies made it: whoever
 * that is wants to be taken for another. Leaves as soon as it is something else.
 */
final class NoProxyHeader extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(NoProxyHeader.class);
  private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VERSION_2 = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };

  private final ListenMeters meters;
  private ByteBuf held = Unpooled.EMPTY_BUFFER;

  NoProxyHeader(ListenMeters meters) {
    this.meters = meters;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, (ByteBuf) message);
    int length = held.readableBytes();
    if (agreed(VERSION_1) == VERSION_1.length || agreed(VERSION_2) == VERSION_2.length) {
      meters.untrustedProxy();
      LOG.debug("PROXY header from an untrusted peer={}", ctx.channel().remoteAddress());
      ctx.close();
    } else if (agreed(VERSION_1) < length && agreed(VERSION_2) < length) {
      ctx.pipeline().remove(this);
    }
  }

  /** How many of the first bytes are those of such a header. */
  private int agreed(byte[] header) {
    int most = Math.min(header.length, held.readableBytes());
    int count = 0;
    while (count < most && held.getByte(held.readerIndex() + count) == header[count]) {
      count++;
    }
    return count;
  }

  /** What was held goes on, unless nobody is there any more. */
  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    var rest = held;
    held = Unpooled.EMPTY_BUFFER;
    if (rest.isReadable() && ctx.channel().isActive()) {
      ctx.fireChannelRead(rest);
    } else {
      rest.release();
    }
  }
}
