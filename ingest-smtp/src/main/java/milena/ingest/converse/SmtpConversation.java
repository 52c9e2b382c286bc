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
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import milena.ingest.accept.AcceptDecision;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.accept.Identity;
import milena.ingest.accept.Peer;
import milena.ingest.accept.TlsSession;
import milena.ingest.accept.Trace;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Greeted;
import milena.ingest.converse.Session.Identified;
import milena.ingest.converse.Session.InTransaction;
import milena.ingest.converse.Session.Listening;
import milena.ingest.converse.Session.LoggingIn;
import milena.ingest.converse.Session.ReceivingData;
import milena.ingest.converse.Session.Securing;
import milena.ingest.converse.Session.Submitting;
import milena.ingest.converse.Session.Verifying;
import milena.ingest.log.LogReceipt;
import milena.mail.reply.SmtpReply;
import milena.tenants.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: moves bytes between the socket, the {@link Dialogue} and the receipt of a
 * message. It stops reading while more than a little waits to be answered, while the client does
 * not read its replies, and while the log has enough of its message in hand; so what a connection
 * holds is bounded by a read, a line and a window of chunks.
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
  private final StartTls startTls;
  private final ReplyWriter replies;
  private final CommandDecoder decoder = new CommandDecoder();
  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
  private Peer peer;
  private Dialogue dialogue;
  private Session session;
  private @Nullable IncomingMessage message;
  private @Nullable Future<?> check;
  private long progressAt;
  private boolean proceeding;
  private boolean draining;

  /**
   * Talks over one channel, and is the last handler in its pipeline.
   *
   * @param peer the client
   * @param startTls what STARTTLS does
   */
  public SmtpConversation(ConversationKit kit, Channel channel, Peer peer, StartTls startTls) {
    this.kit = kit;
    this.channel = channel;
    this.peer = peer;
    this.startTls = startTls;
    this.dialogue = dialogue();
    this.replies = new ReplyWriter(channel, kit.meters());
    this.session = dialogue.greeting().next();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    progressAt = now();
    say(dialogue.greeting());
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
      draining = true;
      closeIfDrained();
      replies.flush();
    } else if (event instanceof SslCloseCompletionEvent) {
      channel.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    transition(new Closing(session.errors()));
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
            switch (session) {
              case Listening listening -> converse(listening);
              case ReceivingData receiving -> receive(receiving);
              case LoggingIn loggingIn -> respond(loggingIn);
              case Submitting _, Verifying _ -> false;
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

  private void readOrPause() {
    boolean held = message != null && message.congested();
    boolean read = !held && waiting.readableBytes() < MAX_WAITING && channel.isWritable();
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
    }
  }

  private boolean converse(Listening listening) {
    var command = decoder.decode(waiting);
    if (command.isEmpty()) {
      return false;
    }
    progressAt = now();
    take(dialogue.on(listening, command.get()));
    return true;
  }

  private boolean respond(LoggingIn loggingIn) {
    var answer = decoder.decodeAnswer(waiting);
    if (answer.isEmpty()) {
      return false;
    }
    progressAt = now();
    take(dialogue.on(loggingIn, answer.get()));
    return true;
  }

  private boolean drop() {
    waiting.skipBytes(waiting.readableBytes());
    return false;
  }

  /** Feeds the message, a slice at a time; false when no more can be taken for now. */
  private boolean receive(ReceivingData receiving) {
    var current = Objects.requireNonNull(message, "data without a message");
    return switch (current.feed(waiting, now())) {
      case CONGESTED -> false;
      case SLICE -> {
        progressAt = now();
        yield true;
      }
      case ENDED -> {
        submit(receiving, current);
        yield true;
      }
      case ENDLESS -> {
        close(Replies.TOO_MANY_ERRORS);
        yield true;
      }
    };
  }

  private void roomAgain() {
    if (session instanceof ReceivingData && message != null && message.roomAgain()) {
      proceed();
    }
  }

  private void submit(ReceivingData receiving, IncomingMessage current) {
    long dotAt = now();
    var submitting = new Submitting(receiving.hello(), receiving.errors());
    transition(submitting);
    current.finish(
        decision -> {
          // The client may have gone, or been sent away, while the log was asked.
          if (message == current) {
            if (decision instanceof Accepted) {
              kit.meters().accepted(current.recipients(), current.size(), now() - dotAt);
            }
            LOG.debug("message decided id={} recipients={}", current.id(), current.recipients());
            take(dialogue.afterData(submitting, reply(current, decision), current.inStep()));
            proceed();
          }
        });
  }

  private static SmtpReply reply(IncomingMessage current, AcceptDecision<LogReceipt> decision) {
    return switch (decision) {
      case Accepted<LogReceipt> _ -> SmtpReply.of(250, "2.0.0 Ok: queued as " + current.id());
      case Refused(var reply) -> reply;
      case Deferred(var reply) -> reply;
    };
  }

  private void take(Turn turn) {
    if (turn.next() instanceof Securing && waiting.isReadable()) {
      // Whoever sent this did so in the clear; it must not be taken for what the client says under
      // TLS (CVE-2011-0411), and one that waits for the reply sends nothing here.
      close(Replies.NOT_ALONE);
      return;
    }
    say(turn);
    transition(turn.next());
    closeIfDrained();
  }

  private void say(Turn turn) {
    turn.said().ifPresent(replies::add);
  }

  private Dialogue dialogue() {
    var terms = new Dialogue.Terms(kit.logins(), startTls.offer(), kit.clock().instant());
    return new Dialogue(kit.acceptance(), peer, terms);
  }

  /** All that was said before is forgotten (RFC 3207 §4.2), but for how often it was wrong. */
  private void secured(TlsSession tls) {
    peer = peer.secured(tls);
    kit.logins().byCertificate(peer).ifPresent(identity -> peer = peer.as(identity));
    dialogue = dialogue();
    transition(new Greeted(session.errors()));
    closeIfDrained();
    replies.flush();
  }

  /** The verdict may come from another thread, and one on a guess is told late. */
  private void verify(Verifying verifying) {
    var loop = channel.eventLoop();
    verifying
        .verdict()
        .whenComplete(
            (verdict, failure) -> {
              var told = failure == null ? verdict : new Verdict.Busy();
              long delay = told instanceof Verdict.Refused(var after) ? after.toMillis() : 0;
              loop.schedule(() -> verified(verifying, told), delay, TimeUnit.MILLISECONDS);
            });
  }

  private void verified(Verifying verifying, Verdict verdict) {
    if (session != verifying) {
      return;
    }
    if (verdict instanceof Verdict.Admitted(var tenant, var login)) {
      peer = peer.as(new Identity(tenant.name(), login));
      dialogue = dialogue();
    }
    take(dialogue.afterLogin(verifying, verdict));
    proceed();
  }

  private void closeIfDrained() {
    if (draining && (session instanceof Greeted || session instanceof Identified)) {
      close(Replies.SHUTTING_DOWN);
    }
  }

  private void close(SmtpReply reply) {
    replies.add(reply);
    transition(new Closing(session.errors()));
  }

  /** The only place that writes the state, and where entering and leaving one takes effect. */
  private void transition(Session next) {
    session = next;
    progressAt = now();
    switch (next) {
      case Greeted _, Identified _, InTransaction _ -> closeMessage();
      case ReceivingData receiving -> openMessage(receiving);
      case Submitting _, LoggingIn _ -> {}
      case Verifying verifying -> verify(verifying);
      case Securing _ -> {
        replies.flush();
        startTls.begin(channel, this::secured);
      }
      case Closing _ -> {
        closeMessage();
        replies.flushAndClose();
      }
    }
  }

  private void openMessage(ReceivingData receiving) {
    var client = new Trace.Client(peer, receiving.hello().name(), receiving.hello().extended());
    var transaction = receiving.transaction();
    var trace =
        new Trace(
            kit.ids().next(),
            kit.clock().instant(),
            client,
            transaction.sender(),
            transaction.recipients());
    message =
        new IncomingMessage(
            trace,
            kit.receipts(),
            kit.logins().authors(peer),
            channel.eventLoop(),
            this::roomAgain,
            progressAt);
  }

  private void closeMessage() {
    if (message != null) {
      message.close();
      message = null;
    }
  }

  private long now() {
    return channel.eventLoop().ticker().nanoTime();
  }

  private void scheduleCheck() {
    long shortest = Math.min(kit.patience().idle().toMillis(), kit.patience().room().toMillis());
    long every = Math.clamp(shortest / 4, 1, MAX_CHECK_MILLIS);
    check =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(this::checkPatience, every, every, TimeUnit.MILLISECONDS);
  }

  private void checkPatience() {
    long now = now();
    var patience = kit.patience();
    switch (session) {
      case Greeted _, Identified _, InTransaction _, LoggingIn _ ->
          closeIfPast(now, progressAt, patience.idle());
      case ReceivingData _ -> checkMessage(now, Objects.requireNonNull(message));
      // The handshake has a time limit of its own.
      case Submitting _, Verifying _, Securing _ -> {}
      case Closing _ -> {
        // The last reply cannot be delivered either.
        if (past(now, progressAt, patience.idle())) {
          channel.close();
        }
      }
    }
  }

  private void checkMessage(long now, IncomingMessage current) {
    if (current.giveUpIfStuck(now, kit.patience().room().toNanos())) {
      roomAgain();
    } else if (!current.congested()) {
      closeIfPast(now, progressAt, kit.patience().idle());
    }
    closeIfPast(now, current.beganAt(), kit.patience().data());
  }

  private void closeIfPast(long now, long since, Duration atMost) {
    if (past(now, since, atMost) && !(session instanceof Closing)) {
      close(Replies.TIMED_OUT);
    }
  }

  private static boolean past(long now, long since, Duration atMost) {
    return now - since > atMost.toNanos();
  }
}
