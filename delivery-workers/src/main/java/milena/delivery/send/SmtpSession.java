package milena.delivery.send;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: does on a Netty channel what {@link SmtpExchange} decides, and watches the
 * clock. Confined to the channel's event loop.
 */
public final class SmtpSession extends ChannelInboundHandlerAdapter {

  private final SmtpExchange exchange;
  private final SessionTerms terms;
  private final SessionOwner owner;
  private final ReplyDecoder decoder = new ReplyDecoder();

  private ClientState state = new ClientState.AwaitBanner();
  private @Nullable Channel channel;
  private @Nullable BodyTransfer transfer;
  private @Nullable Outgoing outgoing;
  private @Nullable Future<?> timer;
  private long timerAt;
  private long deadline;
  private long dotDeadline;

  private SmtpSession(SessionTerms terms, TlsDemand tls, SessionOwner owner) {
    this.exchange = new SmtpExchange(terms.ehloName(), tls, terms.pipelining());
    this.terms = terms;
    this.owner = owner;
  }

  /**
   * Puts a session at the end of a new channel's pipeline.
   *
   * @param tls whether STARTTLS is used, or nothing sent without
   */
  public static SmtpSession addTo(
      ChannelPipeline pipeline, SessionTerms terms, TlsDemand tls, SessionOwner owner) {
    var session = new SmtpSession(terms, tls, owner);
    pipeline.addLast("replies", session.decoder).addLast("session", session);
    return session;
  }

  /**
   * Begins a transaction.
   *
   * @return false if the session is not ready, and nothing was done
   */
  public boolean begin(Outgoing message) {
    if (!(state instanceof ClientState.Ready)) {
      return false;
    }
    outgoing = message;
    var longest = terms.timeouts().transaction().untilDot();
    var untilDot = message.untilDot().compareTo(longest) < 0 ? message.untilDot() : longest;
    dotDeadline = terms.nanos().getAsLong() + untilDot.toNanos();
    happened(new Happening.Begun(message.envelope()));
    return true;
  }

  /** Says QUIT if nothing is under way. */
  public void retire() {
    happened(new Happening.Retired());
  }

  /** Closes the connection; a transaction under way ends with this reason. */
  public void cut(String reason) {
    happened(new Happening.Lost(reason));
  }

  /** The TLS protocol and cipher suite in use; empty texts in the clear. */
  public TlsFacts tlsFacts() {
    var handler = channel == null ? null : channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      return TlsFacts.CLEAR;
    }
    var session = handler.engine().getSession();
    return new TlsFacts(session.getProtocol(), session.getCipherSuite());
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    channel = ctx.channel();
    arm();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    happened((Happening) message);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (transfer != null && ctx.channel().isWritable()) {
      arm();
      transfer.pump();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    happened(new Happening.Lost("connection closed by the other side"));
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    owner.closed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    var why = String.valueOf(cause.getMessage());
    happened(
        state instanceof ClientState.Handshaking
            ? new Happening.Insecure(why, isUntrusted(cause))
            : new Happening.Lost(why));
  }

  private void happened(Happening happening) {
    var decided = exchange.on(state, happening);
    transition(decided.next());
    for (var move : decided.moves()) {
      perform(move);
    }
  }

  private void transition(ClientState next) {
    if (next == state) {
      return;
    }
    state = next;
    if (!(next instanceof ClientState.Closed)) {
      arm();
    }
    if (transfer != null && !carriesBody(next)) {
      transfer.stop();
    }
  }

  private static boolean carriesBody(ClientState next) {
    return next instanceof ClientState.SendingBody
        || next instanceof ClientState.AwaitChunk
        || next instanceof ClientState.AwaitFinal;
  }

  private void perform(Move move) {
    var to = channel;
    if (to == null) {
      return;
    }
    switch (move) {
      case Move.Say(var lines) -> to.writeAndFlush(ByteBufUtil.writeUtf8(to.alloc(), lines));
      case Move.Handshake _ -> handshake(to);
      case Move.SendBody _ -> sendBody(to);
      case Move.EndBody _ -> {
        if (transfer != null) {
          transfer.last();
        }
      }
      case Move.End(var ending) -> {
        var bytes = transfer == null ? 0 : transfer.sent();
        transfer = null;
        outgoing = null;
        owner.ended(ending, bytes);
      }
      case Move.Refuse(var recipient, var ending) -> owner.refused(recipient, ending);
      case Move.Postpone(var recipient) -> owner.postponed(recipient);
      case Move.OfferSelf(var offered) -> owner.ready(offered);
      case Move.GiveUp(var trouble) -> owner.gaveUp(trouble);
      case Move.Close _ -> to.close();
    }
  }

  private void sendBody(Channel to) {
    var message = outgoing;
    if (message != null) {
      var begun = new BodyTransfer(to, message, this::happened, this::arm);
      transfer = begun;
      begun.pump();
    }
  }

  private void handshake(Channel to) {
    decoder.discardRest();
    var handler = terms.tls().apply(to);
    to.pipeline().addFirst(handler);
    handler
        .handshakeFuture()
        .addListener(
            done ->
                happened(
                    done.isSuccess()
                        ? new Happening.Secured()
                        : new Happening.Insecure(reason(done.cause()), isUntrusted(done.cause()))));
  }

  private static String reason(@Nullable Throwable cause) {
    return cause == null || cause instanceof ClosedChannelException
        ? "connection closed in the TLS handshake"
        : "TLS handshake failed: " + cause.getMessage();
  }

  private static boolean isUntrusted(@Nullable Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  /** Gives the present state its time. One timer serves a session; it looks when it fires. */
  private void arm() {
    deadline = terms.nanos().getAsLong() + terms.timeouts().patience(state).toNanos();
    if (isBeforeDot() && deadline - dotDeadline > 0) {
      deadline = dotDeadline;
    }
    if (timer == null || timerAt - deadline > 0) {
      schedule();
    }
  }

  private boolean isBeforeDot() {
    return switch (state) {
      case ClientState.AwaitMail _,
          ClientState.AwaitRcpt _,
          ClientState.AwaitData _,
          ClientState.SendingBody _,
          ClientState.AwaitChunk _ ->
          true;
      case ClientState.AwaitBanner _,
          ClientState.Identifying _,
          ClientState.AwaitTls _,
          ClientState.Handshaking _,
          ClientState.Ready _,
          ClientState.AwaitFinal _,
          ClientState.Resetting _,
          ClientState.Quitting _,
          ClientState.Closed _ ->
          false;
    };
  }

  private void schedule() {
    if (timer != null) {
      timer.cancel(false);
    }
    if (channel != null) {
      timerAt = deadline;
      var wait = Math.max(0, deadline - terms.nanos().getAsLong());
      timer = channel.eventLoop().schedule(this::look, wait, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    timer = null;
    if (deadline - terms.nanos().getAsLong() > 0) {
      schedule();
    } else if (state instanceof ClientState.Ready && owner.isBusy()) {
      arm();
    } else {
      happened(new Happening.TimedOut());
    }
  }
}
