package milena.ingest.converse;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import milena.ingest.accept.AcceptDecision;
import milena.ingest.accept.AcceptDecision.Accepted;
import milena.ingest.accept.AcceptDecision.Deferred;
import milena.ingest.accept.AcceptDecision.Refused;
import milena.ingest.accept.MessageReceipt.Framing;
import milena.ingest.accept.TlsSession;
import milena.ingest.accept.Trace;
import milena.ingest.converse.IncomingMessage.Fed;
import milena.ingest.converse.Session.BetweenChunks;
import milena.ingest.converse.Session.Closing;
import milena.ingest.converse.Session.Greeted;
import milena.ingest.converse.Session.Hello;
import milena.ingest.converse.Session.Identified;
import milena.ingest.converse.Session.InTransaction;
import milena.ingest.converse.Session.Introducing;
import milena.ingest.converse.Session.Listening;
import milena.ingest.converse.Session.LoggingIn;
import milena.ingest.converse.Session.ReceivingChunk;
import milena.ingest.converse.Session.ReceivingData;
import milena.ingest.converse.Session.Securing;
import milena.ingest.converse.Session.SkippingChunk;
import milena.ingest.converse.Session.Submitting;
import milena.ingest.converse.Session.Verifying;
import milena.ingest.log.LogReceipt;
import milena.mail.reply.SmtpReply;
import milena.tenants.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of one conversation: carries out what the {@link Dialogue} decided, and comes back to
 * it with what became of that. Holds the {@link Session} and the message that is coming in; belongs
 * to the thread of its connection.
 */
final class Course {

  private static final Logger LOG = LoggerFactory.getLogger(Course.class);
  private final ConversationKit kit;
  private final Channel channel;
  private final StartTls startTls;
  private final Client client;
  private final ReplyWriter replies;
  private final Input input;
  private Session session;
  private @Nullable IncomingMessage message;
  private long progressAt;
  private boolean draining;

  /** Where what the client says comes from. */
  interface Input {
    /** Whether something has come that was not taken yet. */
    boolean waits();

    /** Goes on with it, since the course came to where that can be. */
    void proceed();
  }

  Course(
      ConversationKit kit,
      Channel channel,
      StartTls startTls,
      Client client,
      ReplyWriter replies,
      Input input) {
    this.kit = kit;
    this.channel = channel;
    this.startTls = startTls;
    this.client = client;
    this.replies = replies;
    this.input = input;
    this.session = client.dialogue().greeting().next();
  }

  /** Where it stands. */
  Session session() {
    return session;
  }

  /** Says the first word. */
  void greet() {
    progressAt = now();
    if (client.begin()) {
      say(client.dialogue().greeting());
    } else {
      close(Replies.TENANT_IS_FULL);
    }
  }

  /** Follows a command. */
  void follow(Listening listening, Command command) {
    progressAt = now();
    take(client.dialogue().on(listening, command));
  }

  /** Follows the answer to a challenge. */
  void follow(LoggingIn loggingIn, Command answer) {
    progressAt = now();
    take(client.dialogue().on(loggingIn, answer));
  }

  /** Feeds the message, a slice at a time; false when no more can be taken for now. */
  boolean receive(ReceivingData receiving, ByteBuf waiting) {
    var current = Objects.requireNonNull(message, "data without a message");
    var fed = current.feed(waiting, Long.MAX_VALUE, now());
    if (fed == Fed.ENDED) {
      submit(new Submitting(receiving.hello(), receiving.errors()), current);
    }
    return goesOn(fed);
  }

  /** Feeds the message from a chunk of it; false when no more can be taken for now. */
  boolean receive(ReceivingChunk chunk, ByteBuf waiting) {
    var current = Objects.requireNonNull(message, "a chunk without a message");
    int before = waiting.readableBytes();
    var fed = current.feed(waiting, chunk.left(), now());
    if (fed == Fed.SLICE) {
      come(chunk.after(before - waiting.readableBytes()), current);
    }
    return goesOn(fed);
  }

  private boolean goesOn(Fed fed) {
    if (fed == Fed.CONGESTED) {
      return false;
    }
    progressAt = now();
    if (fed == Fed.ENDLESS) {
      close(Replies.TOO_MANY_ERRORS);
    }
    return true;
  }

  /** Some of a chunk has come, or all of it. */
  private void come(ReceivingChunk chunk, IncomingMessage current) {
    session = chunk;
    if (chunk.left() > 0) {
      return;
    }
    if (chunk.last()) {
      current.endOfChunks();
      submit(new Submitting(chunk.hello(), chunk.errors()), current);
    } else {
      take(client.dialogue().afterChunk(chunk, current.refusal()));
    }
  }

  /** Drops what there is of a chunk that is not taken. */
  void skip(SkippingChunk chunk, ByteBuf waiting) {
    progressAt = now();
    int count = (int) Math.min(chunk.left(), waiting.readableBytes());
    waiting.skipBytes(count);
    passed(chunk.after(count));
  }

  private void passed(SkippingChunk chunk) {
    session = chunk;
    if (chunk.left() == 0) {
      take(client.dialogue().afterChunk(chunk));
    }
  }

  /** Whether the log has enough of the message in hand for now. */
  boolean congested() {
    return message != null && message.congested();
  }

  private void roomAgain() {
    boolean receiving = session instanceof ReceivingData || session instanceof ReceivingChunk;
    if (receiving && message != null && message.roomAgain()) {
      input.proceed();
    }
  }

  private void submit(Submitting submitting, IncomingMessage current) {
    long dotAt = now();
    transition(submitting);
    current.finish(
        decision -> {
          // The client may have gone, or been sent away, while the log was asked.
          if (message == current) {
            if (decision instanceof Accepted) {
              kit.meters().accepted(current.recipients(), current.size(), now() - dotAt);
            }
            LOG.debug("message decided id={} recipients={}", current.id(), current.recipients());
            var reply = reply(current, decision);
            take(client.dialogue().afterData(submitting, reply, current.inStep()));
            input.proceed();
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
    if (turn.next() instanceof Securing && input.waits()) {
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

  /** All that was said before is forgotten (RFC 3207 §4.2), but for how often it was wrong. */
  private void secured(TlsSession tls) {
    boolean mayGoOn = client.secured(tls);
    transition(new Greeted(session.errors()));
    if (!mayGoOn) {
      close(Replies.TENANT_IS_FULL);
    }
    closeIfDrained();
    replies.flush();
  }

  private void introduce(Introducing introducing) {
    var refusal = client.introduce(introducing.introduction());
    if (refusal.isPresent()) {
      close(refusal.get());
    } else {
      say(client.dialogue().greeting());
      transition(new Greeted(introducing.errors()));
    }
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
    if (verdict instanceof Verdict.Admitted admitted && !client.comeIn(admitted)) {
      close(Replies.TENANT_IS_FULL);
    } else {
      take(client.dialogue().afterLogin(verifying, verdict));
    }
    input.proceed();
  }

  /** Ends as soon as no transaction is under way. */
  void drain() {
    draining = true;
    closeIfDrained();
  }

  private void closeIfDrained() {
    if (draining && (session instanceof Greeted || session instanceof Identified)) {
      close(Replies.SHUTTING_DOWN);
    }
  }

  private void close(SmtpReply reply) {
    replies.add(reply);
    end();
  }

  /** Ends it without another word. */
  void end() {
    transition(new Closing(session.errors()));
  }

  /** The only place that writes the state, and where entering and leaving one takes effect. */
  private void transition(Session next) {
    session = next;
    progressAt = now();
    switch (next) {
      case Greeted _, Identified _, InTransaction _ -> closeMessage();
      case BetweenChunks _ -> {}
      case ReceivingData(var hello, var transaction, int _) ->
          openMessage(hello, transaction, Framing.DOTS);
      case ReceivingChunk chunk -> {
        if (message == null) {
          openMessage(chunk.hello(), chunk.transaction(), Framing.CHUNKS);
        }
        come(chunk, Objects.requireNonNull(message));
      }
      case SkippingChunk chunk -> passed(chunk);
      case Submitting _, LoggingIn _ -> {}
      case Introducing introducing -> introduce(introducing);
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

  private void openMessage(Hello hello, Transaction transaction, Framing framing) {
    var peer = client.peer();
    var trace =
        new Trace(
            kit.ids().next(),
            kit.clock().instant(),
            new Trace.Client(peer, hello.name(), hello.extended()),
            transaction.sender(),
            transaction.recipients());
    message =
        new IncomingMessage(
            trace,
            kit.receipts(),
            framing,
            kit.logins().terms(peer, kit.receipts().rules().tenant()),
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

  /** Gives up what has been waited for too long. */
  void checkPatience() {
    switch (Overdue.of(session, message, progressAt, now(), kit.patience())) {
      case NOBODY -> {}
      case ROOM -> {
        Objects.requireNonNull(message).giveUp();
        roomAgain();
      }
      case CLIENT -> close(Replies.TIMED_OUT);
      case LAST_REPLY -> channel.close();
    }
  }

  private long now() {
    return channel.eventLoop().ticker().nanoTime();
  }
}
