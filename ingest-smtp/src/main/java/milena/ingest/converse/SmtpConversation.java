package milena.ingest.converse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import milena.ingest.accept.Peer;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Introducing;
import milena.ingest.converse.Session.Listening;
import milena.ingest.converse.Session.LoggingIn;
import milena.ingest.converse.Session.ReceivingChunk;
import milena.ingest.converse.Session.ReceivingData;
import milena.ingest.converse.Session.Securing;
import milena.ingest.converse.Session.SkippingChunk;
import milena.ingest.converse.Session.Submitting;
import milena.ingest.converse.Session.Verifying;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: brings what comes from the socket to the {@link Course} of the conversation, as
 * lines or as bytes, and its replies back in groups. It stops reading while more than a little
 * waits to be answered, while the client does not read its replies, and while the log has enough of
 * its message in hand; so what a connection holds is bounded by a read, a line and a window of
 * chunks.
 */
public final class SmtpConversation extends ChannelInboundHandlerAdapter {

  /** Asks a conversation to end as soon as no transaction is under way. */
  public enum Drain {
    /** The server is shutting down. */
    NOW
  }

  /** Its place in the pipeline. */
  public static final String NAME = "conversation";

  private static final Logger LOG = LoggerFactory.getLogger(SmtpConversation.class);
  private static final int MAX_WAITING = 64 * 1024;
  private static final int MAX_CHECK_MILLIS = 5_000;
  private final ConversationKit kit;
  private final Channel channel;
  private final ReplyWriter replies;
  private final Course course;
  private final CommandDecoder decoder = new CommandDecoder();
  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
  private @Nullable Future<?> check;
  private boolean proceeding;

  /**
   * Talks over one channel, and is the last handler in its pipeline.
   *
   * @param peer the client
   * @param startTls what STARTTLS does
   * @param introductions what XCLIENT does
   */
  public SmtpConversation(
      ConversationKit kit,
      Channel channel,
      Peer peer,
      StartTls startTls,
      Introductions introductions) {
    this.kit = kit;
    this.channel = channel;
    this.replies = new ReplyWriter(channel, kit.meters());
    var client = new Client(kit, channel, peer, startTls, introductions);
    this.course = new Course(kit, channel, startTls, client, replies, new Waiting());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    course.greet();
    replies.flush();
    scheduleCheck();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    waiting =
        ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), waiting, (ByteBuf) message);
    proceed();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    proceed();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Drain) {
      course.drain();
      replies.flush();
    } else if (event instanceof SslCloseCompletionEvent) {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    course.end();
    if (check != null) {
      check.cancel(false);
    }
    waiting.release();
    waiting = Unpooled.EMPTY_BUFFER;
    replies.release();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A record that cannot be decrypted comes as the second.
    if (cause instanceof IOException || cause instanceof DecoderException) {
      LOG.debug("connection lost", cause);
    } else {
      LOG.error("conversation failed", cause);
    }
    channel.close();
  }

  /** Goes on as far as it can with what has come; whatever happens, this runs next. */
  private void proceed() {
    if (proceeding) {
      return;
    }
    proceeding = true;
    try {
      boolean more = channel.isActive();
      while (more && waiting.isReadable() && replies.mayAdd()) {
        more =
            switch (course.session()) {
              case Listening listening -> converse(listening);
              case ReceivingData receiving -> course.receive(receiving, waiting);
              case ReceivingChunk chunk -> course.receive(chunk, waiting);
              case SkippingChunk chunk -> {
                course.skip(chunk, waiting);
                yield true;
              }
              case LoggingIn loggingIn -> respond(loggingIn);
              case Submitting _, Verifying _, Introducing _ -> false;
              case Securing _, Closing _ -> drop();
            };
      }
    } finally {
      proceeding = false;
    }
    if (!waiting.isReadable()) {
      waiting.release();
      waiting = Unpooled.EMPTY_BUFFER;
    }
    replies.flush();
    readOrPause();
  }

  private boolean converse(Listening listening) {
    var command = decoder.decode(waiting);
    command.ifPresent(line -> course.follow(listening, line));
    return command.isPresent();
  }

  private boolean respond(LoggingIn loggingIn) {
    var answer = decoder.decodeAnswer(waiting);
    answer.ifPresent(line -> course.follow(loggingIn, line));
    return answer.isPresent();
  }

  private boolean drop() {
    waiting.skipBytes(waiting.readableBytes());
    return false;
  }

  private void readOrPause() {
    boolean read =
        !course.congested() && waiting.readableBytes() < MAX_WAITING && channel.isWritable();
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
    }
  }

  private void scheduleCheck() {
    long shortest = Math.min(kit.patience().idle().toMillis(), kit.patience().room().toMillis());
    long every = Math.clamp(shortest / 4, 1, MAX_CHECK_MILLIS);
    check =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(course::checkPatience, every, every, TimeUnit.MILLISECONDS);
  }

  /** What has come, as the course sees it. */
  private final class Waiting implements Course.Input {
    @Override
    public boolean waits() {
      return waiting.isReadable();
    }

    @Override
    public void proceed() {
      SmtpConversation.this.proceed();
    }
  }
}
