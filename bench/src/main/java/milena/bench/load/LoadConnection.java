package milena.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import milena.bench.load.Exchange.Next;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the server, with at most one message under way. */
final class LoadConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(LoadConnection.class);
  private static final ByteBuf DOT =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer(3)
              .writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII))
              .asReadOnly());
  private static final int SERVICE_CLOSING = 421;

  /** How far the connection has come. */
  private sealed interface State {
    record AwaitGreeting() implements State {}

    record AwaitIntroduction() implements State {}

    record AwaitTls() implements State {}

    record AwaitLogin() implements State {}

    record Free() implements State {}

    record Sending(Assignment assignment, Exchange exchange) implements State {}

    record Ending() implements State {}
  }

  private final LoadLane lane;
  private final ReplyReader replies = new ReplyReader();
  private State state = new State.AwaitGreeting();
  private @Nullable ChannelHandlerContext context;
  private boolean pipelining;
  private boolean sizes;
  private boolean resetFirst;
  private boolean secured;
  private boolean introduced;
  private int taken;
  private long askedNanos;
  private long dotNanos;

  LoadConnection(LoadLane lane) {
    this.lane = lane;
  }

  /** Returns whether the server ever got as far as to take mail. */
  boolean wasUsable() {
    return introduced;
  }

  /** Sends a message; the connection must be free. */
  void send(Assignment assignment) {
    var recipients = new ArrayList<String>(lane.plan().envelope().recipientsPerMessage());
    for (int i = 0; i < lane.plan().envelope().recipientsPerMessage(); i++) {
      recipients.add(lane.plan().envelope().recipient(assignment.sequence(), i));
    }
    var exchange = new Exchange(mailCommand(), recipients, pipelining, resetFirst);
    state = new State.Sending(assignment, exchange);
    taken++;
    write(exchange.opening());
  }

  /** Says QUIT; the connection must be free. */
  void quit() {
    state = new State.Ending();
    write("QUIT\r\n");
  }

  /** Ends the connection without ado; what is under way is lost. */
  void cut() {
    if (context != null) {
      context.close();
    }
  }

  /** Cuts the connection when it has waited for a reply since before this time. */
  void cutIfAskedBefore(long nanos) {
    if (!(state instanceof State.Free) && askedNanos - nanos < 0) {
      LOG.debug("load connection cut reason=reply-timeout");
      cut();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    askedNanos = lane.nanos();
    lane.opened(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    State last = state;
    boolean expected = last instanceof State.Ending;
    state = new State.Ending();
    if (last instanceof State.Sending(var assignment, var exchange)) {
      lane.ended(assignment, exchange.lost());
    }
    lane.closed(this, expected);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var in = (ByteBuf) message;
    try {
      LoadReply reply = replies.next(in);
      while (reply != null) {
        take(ctx, reply, in);
        reply = replies.next(in);
      }
    } catch (ReplyReader.NotAReply wrong) {
      LOG.debug("load connection cut reason={}", wrong.getMessage());
      ctx.close();
    } finally {
      in.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("load connection failed reason={}", cause.toString());
    ctx.close();
  }

  private void take(ChannelHandlerContext ctx, LoadReply reply, ByteBuf rest) {
    switch (state) {
      case State.AwaitGreeting _ -> {
        if (reply.positive()) {
          introduce();
        } else {
          refused(ctx, reply);
        }
      }
      case State.AwaitIntroduction _ -> introduced(ctx, reply);
      case State.AwaitTls _ -> secure(ctx, reply, rest);
      case State.AwaitLogin _ -> loggedIn(ctx, reply);
      case State.Free _ -> ctx.close();
      case State.Sending sending -> takeInExchange(ctx, sending, reply);
      case State.Ending _ -> ctx.close();
    }
  }

  private void introduce() {
    state = new State.AwaitIntroduction();
    write("EHLO load.milena.invalid\r\n");
  }

  private void introduced(ChannelHandlerContext ctx, LoadReply reply) {
    if (!reply.positive()) {
      refused(ctx, reply);
      return;
    }
    LoadEntry entry = lane.plan().entry();
    if (entry.tls() == LoadEntry.Security.STARTTLS && !secured) {
      askForTls(reply);
      return;
    }
    pipelining = reply.announces("PIPELINING");
    sizes = reply.announces("SIZE");
    entry.command().ifPresentOrElse(this::logIn, this::usable);
  }

  private void askForTls(LoadReply reply) {
    if (reply.announces("STARTTLS")) {
      state = new State.AwaitTls();
      write("STARTTLS\r\n");
    } else {
      lane.neverAdmitted("STARTTLS not offered");
    }
  }

  /** What came with the reply was said in the clear: whoever said it, it is not to be believed. */
  private void secure(ChannelHandlerContext ctx, LoadReply reply, ByteBuf rest) {
    if (!reply.positive() || rest.isReadable()) {
      refused(ctx, reply);
      return;
    }
    secured = true;
    ctx.pipeline().addFirst(LoadTls.from(ctx.alloc()));
    introduce();
  }

  private void logIn(String command) {
    state = new State.AwaitLogin();
    write(command);
  }

  private void loggedIn(ChannelHandlerContext ctx, LoadReply reply) {
    if (reply.positive()) {
      usable();
    } else if (reply.temporary()) {
      refused(ctx, reply);
    } else {
      lane.neverAdmitted(reply.key());
    }
  }

  private void usable() {
    introduced = true;
    state = new State.Free();
    lane.usable(this);
  }

  private void refused(ChannelHandlerContext ctx, LoadReply reply) {
    lane.notAdmitted(reply.key());
    ctx.close();
  }

  private void takeInExchange(ChannelHandlerContext ctx, State.Sending sending, LoadReply reply) {
    if (reply.code() == SERVICE_CLOSING) {
      state = new State.Free();
      lane.ended(sending.assignment(), new Outcome.Refused(reply));
      ctx.close();
      return;
    }
    switch (sending.exchange().take(reply)) {
      case Next.Wait _ -> {}
      case Next.SendCommands(var commands) -> write(commands);
      case Next.SendMessage _ -> writeMessage(ctx, sending.assignment());
      case Next.SendDot _ -> write(".\r\n");
      case Next.Done(var outcome) -> done(sending, outcome);
    }
  }

  private void done(State.Sending sending, Outcome outcome) {
    List<LoadReply> refused = sending.exchange().refusedRecipients();
    resetFirst = sending.exchange().leavesTransactionOpen();
    state = new State.Free();
    lane.recipientsRefused(refused);
    if (outcome instanceof Outcome.Accepted) {
      lane.measured(lane.nanos() - dotNanos);
    }
    lane.ended(sending.assignment(), outcome);
    if (taken >= lane.plan().pace().messagesPerConnection()) {
      quit();
    } else {
      lane.free(this);
    }
  }

  private void writeMessage(ChannelHandlerContext ctx, Assignment assignment) {
    MessageText text = lane.text();
    String recipient = lane.plan().envelope().recipient(assignment.sequence(), 0);
    ByteBuf head = text.head(ctx.alloc(), assignment.sequence(), recipient, lane.now());
    ByteBuf body = text.body(assignment.sequence(), head.readableBytes());
    ctx.write(head, ctx.voidPromise());
    ctx.write(body, ctx.voidPromise());
    // Taken before the write: the server may have replied by the time the kernel returns from it.
    dotNanos = lane.nanos();
    askedNanos = dotNanos;
    ChannelFuture dot = ctx.writeAndFlush(DOT.duplicate());
    if (!dot.isDone()) {
      dot.addListener(_ -> dotNanos = lane.nanos());
    }
  }

  private String mailCommand() {
    var envelope = lane.plan().envelope();
    long hold = envelope.hold().toSeconds();
    String command =
        "MAIL FROM:<" + envelope.sender() + ">" + (hold == 0 ? "" : " HOLDFOR=" + hold);
    return sizes ? command + " SIZE=" + lane.plan().content().sizeBytes() : command;
  }

  private void write(String commands) {
    if (context != null) {
      askedNanos = lane.nanos();
      ByteBuf out = context.alloc().directBuffer(commands.length());
      ByteBufUtil.writeAscii(out, commands);
      context.writeAndFlush(out, context.voidPromise());
    }
  }
}
