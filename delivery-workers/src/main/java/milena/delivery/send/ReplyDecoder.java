package milena.delivery.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import milena.mail.reply.ReplyParser;
import milena.mail.reply.ReplyProgress;

/** Bytes of a server into replies, at whatever split they come. */
final class ReplyDecoder extends ChannelInboundHandlerAdapter {

  private ReplyParser parser = new ReplyParser();
  private boolean discarding;

  /**
   * Forgets what is left of the bytes at hand. What a server sends behind its answer to STARTTLS
   * came in the clear, and must not be taken for something said under TLS (RFC 3207 §6).
   */
  void discardRest() {
    discarding = true;
    parser = new ReplyParser();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    byte[] bytes;
    try {
      bytes = ByteBufUtil.getBytes((ByteBuf) message);
    } finally {
      ((ByteBuf) message).release();
    }
    discarding = false;
    for (var at = 0; at < bytes.length && !discarding; ) {
      switch (parser.accept(bytes, at, bytes.length - at)) {
        case ReplyProgress.Complete(var reply, var consumed) -> {
          at += consumed;
          ctx.fireChannelRead(new Happening.Replied(reply, at < bytes.length));
        }
        case ReplyProgress.Incomplete _ -> at = bytes.length;
        case ReplyProgress.Malformed(var reason) -> {
          at = bytes.length;
          ctx.fireChannelRead(new Happening.Garbled(reason));
        }
      }
    }
  }
}
