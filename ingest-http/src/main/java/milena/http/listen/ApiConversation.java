package milena.http.listen;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import milena.http.answer.Reply;
import milena.http.listen.Phase.Asking;
import milena.http.listen.Phase.Closing;
import milena.http.listen.Phase.Dropping;
import milena.http.listen.Phase.Idle;
import milena.http.listen.Phase.Receiving;
import milena.http.listen.Phase.Working;
import milena.http.listen.Workroom.Answered;
import milena.http.login.Admittance;
import milena.http.login.Admittance.Admitted;
import milena.http.login.Admittance.Operator;
import milena.http.login.Admittance.TurnedAway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, on which one request at a time is answered. It asks for each piece of input when
 * it can take it, so that a client that sends ahead waits in its own socket.
 */
final class ApiConversation extends ChannelInboundHandlerAdapter {

  /** Asks a conversation to end once it has answered what it has. */
  enum Drain {
    /** The server is shutting down. */
    NOW
  }

  private static final Logger LOG = LoggerFactory.getLogger(ApiConversation.class);
  private static final long DROPPED_AT_MOST = 1 << 20;
  private static final Duration DROPPING = Duration.ofSeconds(10);
  private static final int CHECK_MILLIS = 500;

  private final ApiKit kit;
  private final SocketChannel channel;
  private final InetAddress peer;
  private Phase phase = new Idle();
  private @Nullable Future<?> check;
  private long begunAt;
  private long progressAt;
  private boolean draining;
  private boolean asking;

  ApiConversation(ApiKit kit, SocketChannel channel, InetAddress peer) {
    this.kit = kit;
    this.channel = channel;
    this.peer = peer;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    begunAt = System.nanoTime();
    progressAt = begunAt;
    check =
        channel
            .eventLoop()
            .scheduleAtFixedRate(
                this::checkPatience, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    ask();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
    try {
      progressAt = System.nanoTime();
      if (message instanceof HttpRequest request) {
        begin(request);
      }
      if (message instanceof HttpContent content) {
        content(content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    askIfHeard();
  }

  /**
   * Asks for more. Who does not read what it is told is not read either: its answers would gather
   * here. As a task, since what comes may be here already, and answers itself.
   */
  private void ask() {
    asking = true;
    askIfHeard();
  }

  private void askIfHeard() {
    if (asking && channel.isWritable()) {
      asking = false;
      channel.eventLoop().execute(channel::read);
    }
  }

  private void begin(HttpRequest request) {
    if (!(phase instanceof Idle)) {
      channel.close();
      return;
    }
    if (request.decoderResult().isFailure()) {
      last(Response.toUnreadable(request.decoderResult().cause()));
      return;
    }
    Head asked;
    try {
      asked = Head.of(request, peer);
    } catch (NumberFormatException malformed) {
      last(Reply.problem(400, "The Content-Length is no number."));
      return;
    }
    var expect = request.headers().get(HttpHeaderNames.EXPECT);
    if (expect != null && !asked.expectsContinue()) {
      early(Reply.problem(417, "Only 100-continue may be expected."), asked);
      return;
    }
    switch (kit.endpoints().find(asked)) {
      case Endpoints.Refused(var reply) -> early(reply, asked);
      case Endpoints.Found(Endpoint.Page(var reply)) -> early(reply, asked);
      case Endpoints.Found(Endpoint.Action action) -> enter(asked, action);
    }
  }

  private void enter(Head asked, Endpoint.Action action) {
    if (asked.length() > kit.settings().body()) {
      early(Receipt.tooLarge(kit.settings().body()), asked);
      return;
    }
    transition(new Asking(asked));
    kit.entrance()
        .admit(asked.authorization(), asked.host(), peer)
        .whenComplete(
            (admittance, failed) ->
                channel.eventLoop().execute(() -> admitted(asked, action, admittance, failed)));
  }

  private void admitted(
      Head asked,
      Endpoint.Action action,
      @Nullable Admittance admittance,
      @Nullable Throwable failed) {
    if (!(phase instanceof Asking)) {
      return;
    }
    switch (admittance) {
      case null -> {
        LOG.error("login failed", failed);
        early(Reply.problem(500, "The login could not be checked."), asked);
      }
      case TurnedAway(var reply, var after) ->
          channel
              .eventLoop()
              .schedule(() -> early(reply, asked), after.toMillis(), TimeUnit.MILLISECONDS);
      case Admitted(var tenant) when action instanceof Endpoint.Task task ->
          enter(asked, kit.admissions().tenant(asked, tenant, task));
      case Operator(var login) when action instanceof Endpoint.Steer steer ->
          enter(asked, kit.admissions().operator(asked, login, steer));
      case Admitted _ -> early(Reply.problem(403, "That takes an operator's credential."), asked);
      case Operator _ ->
          early(Reply.problem(403, "An operator's credential gives commands only."), asked);
    }
  }

  private void enter(Head asked, Admissions.Outcome outcome) {
    switch (outcome) {
      case Admissions.Outcome.In(var receipt) -> receive(receipt);
      case Admissions.Outcome.Out(var reply) -> early(reply, asked);
    }
  }

  private void receive(Receipt receipt) {
    transition(new Receiving(receipt));
    if (receipt.head.expectsContinue()) {
      channel.writeAndFlush(Response.goOn());
    }
    ask();
  }

  private void content(HttpContent content) throws IOException {
    boolean last = content instanceof LastHttpContent;
    if (content.decoderResult().isFailure()) {
      last(Reply.problem(400, "The body is not as HTTP has it."));
      return;
    }
    switch (phase) {
      case Receiving(var receipt) -> {
        var refusal = receipt.take(content.content());
        if (refusal.isPresent()) {
          receipt.close();
          last(refusal.get());
        } else if (last) {
          work(receipt);
        } else {
          ask();
        }
      }
      case Dropping(var left, var thenOpen) ->
          drop(left - content.content().readableBytes(), thenOpen, last);
      // The end of a body that is empty comes along with its head, and waits.
      case Asking _, Working _ -> {}
      case Idle _, Closing _ -> {}
    }
  }

  private void drop(long left, boolean thenOpen, boolean last) {
    if (last && thenOpen) {
      idle();
    } else if (last || left < 0) {
      channel.close();
    } else {
      transition(new Dropping(left, thenOpen));
      ask();
    }
  }

  private void work(Receipt receipt) {
    transition(new Working(receipt));
    kit.workroom().work(receipt, answered -> channel.eventLoop().execute(() -> answered(answered)));
  }

  private void answered(Answered answered) {
    if (!(phase instanceof Working)) {
      kit.workroom().release(answered);
      return;
    }
    boolean open = answered.head().keepAlive() && !draining;
    write(answered.reply(), open, !open).addListener(_ -> kit.workroom().release(answered));
    if (open) {
      idle();
    } else {
      transition(new Closing());
    }
  }

  /** An answer before the body; what comes of it is dropped, if it is not too much. */
  private void early(Reply reply, Head asked) {
    if (!channel.isActive() || phase instanceof Closing) {
      return;
    }
    boolean ends = asked.length() >= 0 && asked.length() <= DROPPED_AT_MOST;
    boolean open = asked.keepAlive() && ends && !asked.expectsContinue() && !draining;
    write(reply, open, false);
    transition(new Dropping(DROPPED_AT_MOST, open));
    ask();
  }

  private void last(Reply reply) {
    write(reply, false, false);
    transition(new Dropping(DROPPED_AT_MOST, false));
    ask();
  }

  private void idle() {
    if (draining) {
      channel.close();
      return;
    }
    transition(new Idle());
    ask();
  }

  private ChannelFuture write(Reply reply, boolean open, boolean close) {
    kit.meters().replied(reply.status());
    var written = channel.writeAndFlush(Response.of(reply, open));
    if (close) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
    return written;
  }

  /** The only place that writes the phase. */
  private void transition(Phase next) {
    long now = System.nanoTime();
    if (next instanceof Receiving || next instanceof Idle || !(phase instanceof Dropping)) {
      begunAt = now;
    }
    progressAt = now;
    phase = next;
  }

  private void checkPatience() {
    long now = System.nanoTime();
    var patience = kit.settings().patience();
    switch (phase) {
      case Idle _, Closing _ -> closeAfter(now - progressAt, patience.idle());
      case Receiving(var receipt) -> {
        if (now - progressAt > patience.progress().toNanos()
            || now - begunAt > patience.body().toNanos()) {
          receipt.close();
          last(Reply.problem(408, "The body came too slowly."));
        }
      }
      case Dropping _ -> closeAfter(now - begunAt, DROPPING);
      case Asking _, Working _ -> {}
    }
  }

  private void closeAfter(long waited, Duration patience) {
    if (waited > patience.toNanos()) {
      channel.close();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Drain) {
      draining = true;
      if (phase instanceof Idle) {
        channel.close();
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (check != null) {
      check.cancel(false);
    }
    if (phase instanceof Receiving(var receipt)) {
      receipt.close();
    }
    transition(new Closing());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || cause instanceof DecoderException) {
      LOG.debug("connection lost", cause);
    } else {
      LOG.error("conversation failed", cause);
    }
    channel.close();
  }
}
