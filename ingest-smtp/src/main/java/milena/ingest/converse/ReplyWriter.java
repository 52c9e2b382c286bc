package milena.ingest.converse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import milena.mail.reply.SmtpReply;
import org.jspecify.annotations.Nullable;

/** Gathers the replies to a group of commands, so that they leave in one write (RFC 2920 §3.2). */
final class ReplyWriter {

  private static final int FIRST_BUFFER = 256;
  private static final int MAX_GATHERED = 16 * 1024;

  private final Channel channel;
  private final IngestMeters meters;
  private @Nullable ByteBuf gathered;

  ReplyWriter(Channel channel, IngestMeters meters) {
    this.channel = channel;
    this.meters = meters;
  }

  void add(SmtpReply reply) {
    if (gathered == null) {
      gathered = channel.alloc().buffer(FIRST_BUFFER);
    }
    ReplyEncoder.encode(reply, gathered);
    meters.replied(reply.code());
  }

  /** Whether there is room for one reply more; false while the client does not read its replies. */
  boolean mayAdd() {
    if (gathered != null && gathered.readableBytes() > MAX_GATHERED) {
      flush();
    }
    return channel.isWritable();
  }

  void flush() {
    var leaving = gathered;
    if (leaving != null) {
      gathered = null;
      channel.writeAndFlush(leaving);
    }
  }

  /** What is gathered leaves, and then the connection ends. */
  void flushAndClose() {
    flush();
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  void release() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
