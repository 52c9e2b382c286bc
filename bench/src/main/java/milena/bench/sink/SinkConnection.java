package milena.bench.sink;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.timeout.ReadTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import milena.bench.measure.BenchStamp;
import milena.bench.sink.SinkSession.ReceivingData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: cuts its bytes into command lines and bodies, and writes the replies.
 *
 * <p>Replies to commands that came together leave together. While a final reply waits nothing more
 * is read, and what was read already is kept: at most one receive buffer.
 */
final class SinkConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(SinkConnection.class);
  private static final int MAX_LINE = 2048;
  private static final int MAX_ERRORS = 100;
  private static final int REPLY_BYTES = 256;
  private static final long LINGER_MILLIS = 1_000;
  private static final long GRID_NANOS = 5_000_000;

  private final Sink.Shared sink;
  private final EndOfData endOfData = new EndOfData();
  private final MessageHead head = new MessageHead();

  private SinkSession session = new SinkSession.Connected();
  private @Nullable ByteBuf pending;
  private @Nullable ByteBuf replies;
  private @Nullable Future<?> lingering;
  private long bodyBytes;
  private int errors;
  private boolean waiting;
  private boolean closing;

  SinkConnection(Sink.Shared sink) {
    this.sink = sink;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    long open = sink.account().connected();
    SinkReply greeting = sink.dialogue().greeting();
    if (open > sink.config().limits().connections()) {
      sink.account().turnedAway();
      greeting = SinkReply.TOO_MANY_CONNECTIONS;
    }
    if (greeting.code() == 421) {
      hangUp(ctx, greeting);
    } else {
      say(ctx, greeting);
    }
    flush(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    sink.account().disconnected();
    closing = true;
    if (lingering != null) {
      lingering.cancel(false);
    }
    if (pending != null) {
      pending.release();
      pending = null;
    }
    if (replies != null) {
      replies.release();
      replies = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    if (pending != null) {
      pending.writeBytes(in);
      in.release();
      in = pending;
      pending = null;
    }
    drain(ctx, in);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    flush(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof ReadTimeoutException && !closing) {
      hangUp(ctx, SinkReply.IDLE);
      flush(ctx);
      return;
    }
    LOG.debug("sink connection failed reason={}", cause.toString());
    ctx.close();
  }

  /** Works off the bytes, keeps those that cannot be worked off yet, and releases the buffer. */
  private void drain(ChannelHandlerContext ctx, ByteBuf in) {
    try {
      boolean more = true;
      while (more && in.isReadable() && !waiting && !closing) {
        more = session instanceof ReceivingData data ? body(ctx, in, data) : line(ctx, in);
      }
      if (in.isReadable() && !closing) {
        pending = ctx.alloc().buffer(in.readableBytes()).writeBytes(in);
      }
    } finally {
      in.release();
    }
  }

  private boolean line(ChannelHandlerContext ctx, ByteBuf in) {
    int start = in.readerIndex();
    int lineFeed = in.indexOf(start, in.writerIndex(), (byte) '\n');
    int end = lineFeed < 0 ? in.writerIndex() : lineFeed;
    if (end - start > MAX_LINE) {
      hangUp(ctx, SinkReply.LINE_TOO_LONG);
      return false;
    }
    if (lineFeed < 0) {
      return false;
    }
    int length = end > start && in.getByte(end - 1) == '\r' ? end - 1 - start : end - start;
    String command = in.toString(start, length, StandardCharsets.UTF_8);
    in.readerIndex(lineFeed + 1);
    take(ctx, sink.dialogue().answer(session, command));
    return true;
  }

  private void take(ChannelHandlerContext ctx, SinkStep step) {
    switch (step) {
      case SinkStep.Answer(var next, var reply) -> {
        session = next;
        if (next instanceof ReceivingData) {
          endOfData.reset();
          head.reset();
          bodyBytes = 0;
        }
        answer(ctx, reply);
      }
      case SinkStep.Introduce(var next, var lines) -> {
        session = next;
        introduce(ctx, lines);
      }
      case SinkStep.RefuseRecipient(var domain, var reply) -> {
        sink.account().answered(domain, reply);
        if (reply.code() == 421) {
          hangUp(ctx, reply);
        } else {
          say(ctx, reply);
        }
      }
      case SinkStep.HangUp(var reply) -> hangUp(ctx, reply);
    }
  }

  private void answer(ChannelHandlerContext ctx, SinkReply reply) {
    errors += reply.isProtocolError() ? 1 : 0;
    if (errors > MAX_ERRORS) {
      hangUp(ctx, SinkReply.TOO_MANY_ERRORS);
    } else {
      say(ctx, reply);
    }
  }

  private boolean body(ChannelHandlerContext ctx, ByteBuf in, ReceivingData data) {
    int end = endOfData.search(in);
    int count = (end < 0 ? in.writerIndex() : end) - in.readerIndex();
    head.keep(in, count);
    in.skipBytes(count);
    bodyBytes += count;
    if (end < 0) {
      return false;
    }
    head.read();
    var message =
        new ReceivedMessage(
            head.messageId(),
            head.stamp(),
            bodyBytes - 3,
            BenchStamp.epochNanos(sink.clock().instant()));
    session = new SinkSession.Identified();
    finish(ctx, data.transaction(), message);
    return true;
  }

  private void finish(
      ChannelHandlerContext ctx, SinkTransaction transaction, ReceivedMessage message) {
    if (message.bytes() > sink.config().limits().messageBytes()) {
      complete(ctx, transaction, message, SinkReply.TOO_BIG);
      return;
    }
    String identity = message.messageId().isEmpty() ? transaction.sender() : message.messageId();
    switch (FinalAnswer.of(
        transaction.recipients(), identity, sink.deferrals(), sink.config().latency())) {
      case FinalAnswer.Drop _ -> {
        sink.account().dropped(transaction);
        flush(ctx);
        closing = true;
        ctx.close();
      }
      case FinalAnswer.Reply(var reply, Duration delay) -> {
        if (delay.isZero()) {
          complete(ctx, transaction, message, reply);
        } else {
          waiting = true;
          ctx.channel().config().setAutoRead(false);
          ctx.executor()
              .schedule(
                  () -> goOn(ctx, transaction, message, reply),
                  onTheGrid(System.nanoTime(), delay.toNanos()),
                  TimeUnit.NANOSECONDS);
        }
      }
    }
  }

  /**
   * Returns a delay that ends on a common grid, so that replies due together leave together: an
   * event loop with a timer always about to fire never sleeps.
   */
  static long onTheGrid(long nowNanos, long delayNanos) {
    return delayNanos + GRID_NANOS - 1 - Math.floorMod(nowNanos + delayNanos - 1, GRID_NANOS);
  }

  /** A client that has not waited for the reply will send again, so nothing was accepted. */
  private void goOn(
      ChannelHandlerContext ctx,
      SinkTransaction transaction,
      ReceivedMessage message,
      SinkReply reply) {
    if (closing) {
      return;
    }
    waiting = false;
    complete(ctx, transaction, message, reply);
    if (pending != null) {
      ByteBuf in = pending;
      pending = null;
      drain(ctx, in);
    }
    flush(ctx);
    ctx.channel().config().setAutoRead(!waiting);
  }

  private void complete(
      ChannelHandlerContext ctx,
      SinkTransaction transaction,
      ReceivedMessage message,
      SinkReply reply) {
    if (reply.code() / 100 == 2) {
      sink.account().accepted(transaction, message);
      write(ctx, reply, sink.nextQueueId());
    } else {
      for (SinkRecipient recipient : transaction.recipients()) {
        sink.account().answered(recipient.domain(), reply);
      }
      say(ctx, reply);
    }
  }

  private void hangUp(ChannelHandlerContext ctx, SinkReply reply) {
    say(ctx, reply);
    closing = true;
  }

  private void say(ChannelHandlerContext ctx, SinkReply reply) {
    write(ctx, reply, "");
  }

  private void write(ChannelHandlerContext ctx, SinkReply reply, String suffix) {
    ByteBuf out = replyBuffer(ctx);
    ByteBufUtil.writeAscii(out, Integer.toString(reply.code()));
    out.writeByte(' ');
    if (!reply.enhanced().isEmpty()
        && sink.config().extensions().contains(SinkExtension.ENHANCED_STATUS_CODES)) {
      ByteBufUtil.writeAscii(out, reply.enhanced());
      out.writeByte(' ');
    }
    ByteBufUtil.writeUtf8(out, reply.text());
    ByteBufUtil.writeAscii(out, suffix);
    ByteBufUtil.writeShortBE(out, ('\r' << 8) | '\n');
  }

  private void introduce(ChannelHandlerContext ctx, List<String> lines) {
    ByteBuf out = replyBuffer(ctx);
    for (int i = 0; i < lines.size(); i++) {
      ByteBufUtil.writeAscii(out, i < lines.size() - 1 ? "250-" : "250 ");
      ByteBufUtil.writeAscii(out, lines.get(i));
      ByteBufUtil.writeShortBE(out, ('\r' << 8) | '\n');
    }
  }

  private ByteBuf replyBuffer(ChannelHandlerContext ctx) {
    if (replies == null) {
      replies = ctx.alloc().directBuffer(REPLY_BYTES);
    }
    return replies;
  }

  private void flush(ChannelHandlerContext ctx) {
    ByteBuf out = replies;
    replies = null;
    if (out != null) {
      if (closing) {
        ctx.writeAndFlush(out).addListener(_ -> linger(ctx));
      } else {
        ctx.writeAndFlush(out, ctx.voidPromise());
      }
    }
  }

  /**
   * Lets the client read the last reply: closing at once, with bytes of its own still unread, would
   * reset the connection under it.
   */
  private void linger(ChannelHandlerContext ctx) {
    if (ctx.channel() instanceof DuplexChannel channel && channel.isActive()) {
      channel.shutdownOutput();
      lingering = ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
