package milena.ingest.converse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import milena.mail.reply.SmtpReply;

/** Gathers the replies to a group of commands, so that they leave in one write (RFC 2920 §3.2). */
final class ReplyWriter {

  private static final int FIRST_BUFFER = 256;
  private static final int MAX_GATHERED = 16 * 1024;

  private final Channel channel;
  private final IngestMeters meters;
  private ByteBuf gathered = Unpooled.EMPTY_BUFFER;

  ReplyWriter(Channel channel, IngestMeters meters) {
    this.channel = channel;
    this.meters = meters;
  }

  void add(SmtpReply reply) {
    if (gathered == Unpooled.EMPTY_BUFFER) {
      gathered = channel.alloc().buffer(FIRST_BUFFER);
    }
    ReplyEncoder.encode(reply, gathered);
    meters.replied(reply.code());
  }

  /** Whether there is room for one reply more; false while the client does not read its replies. */
  boolean mayAdd() {
    if (gathered.readableBytes() > MAX_GATHERED) {
      flush();
    }
    return channel.isWritable();
  }

  void flush() {
    if (gathered.isReadable()) {
      var leaving = gathered;
      gathered = Unpooled.EMPTY_BUFFER;
      channel.writeAndFlush(leaving);
    }
  }

  /** What is gathered leaves, and then the connection ends. */
  void flushAndClose() {
    var leaving = gathered;
    gathered = Unpooled.EMPTY_BUFFER;
    channel.writeAndFlush(leaving).addListener(ChannelFutureListener.CLOSE);
  }

  void release() {
    gathered.release();
    gathered = Unpooled.EMPTY_BUFFER;
  }
}
