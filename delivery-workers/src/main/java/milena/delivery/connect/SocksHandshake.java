package milena.delivery.connect;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import milena.delivery.connect.ProxyTrouble.Whose;
import org.jspecify.annotations.Nullable;

/**
 * Asks a SOCKS 5 proxy for a connection (RFC 1928), after a login if it has a user (RFC 1929). What
 * follows on the channel sees it active when the server is reached, and is told nothing before.
 *
 * <p>Netty's own handler for this does not tell a proxy that refuses us from a server that the
 * proxy does not reach; the one takes a source out, the other is the server's affair.
 */
final class SocksHandshake extends ByteToMessageDecoder {

  private static final int SOCKS = 5;
  private static final int LOGIN_VERSION = 1;
  private static final int NO_LOGIN = 0;
  private static final int PASSWORD_LOGIN = 2;
  private static final int CONNECT = 1;
  private static final int IPV4 = 1;
  private static final int NAME = 3;
  private static final int IPV6 = 4;
  private static final int GENERAL_FAILURE = 1;
  private static final int NOT_ALLOWED = 2;
  private static final int NO_SUCH_COMMAND = 7;
  private static final List<String> REPLIES =
      List.of(
          "done",
          "general failure",
          "not allowed by its rules",
          "network unreachable",
          "host unreachable",
          "connection refused",
          "time to live exceeded",
          "command not supported",
          "address type not supported");

  /**
   * Who we are to it.
   *
   * @param user empty for no login
   * @param password of that user
   */
  record Login(String user, String password) {

    /** RFC 1929 §2 has one octet for the length of each, and none of them is empty. */
    private static final int LONGEST = 255;

    /** Why it cannot be said to any proxy; null when it can. */
    @Nullable String unfit() {
      if (user.isEmpty() || (isFit(user) && isFit(password))) {
        return null;
      }
      return isFit(user)
          ? "user " + user + " needs the setting proxy-password, of 1 to 255 bytes"
          : "the user has more than 255 bytes";
    }

    private static boolean isFit(String text) {
      var length = text.getBytes(StandardCharsets.UTF_8).length;
      return length > 0 && length <= LONGEST;
    }

    @Override
    public String toString() {
      return user;
    }
  }

  private enum Step {
    METHOD,
    LOGIN,
    REPLY,
    OVER
  }

  private final Login login;
  private final @Nullable InetSocketAddress destination;
  private final Duration patience;
  private final Promise<Void> done;
  private Step step = Step.METHOD;
  private @Nullable Future<?> timer;

  /**
   * A handshake for one connection.
   *
   * @param destination null to log in and no more
   * @param patience for all of it
   * @param done told how it ended; fails with a {@link ProxyTrouble}
   */
  SocksHandshake(
      Login login, @Nullable InetSocketAddress destination, Duration patience, Promise<Void> done) {
    this.login = login;
    this.destination = destination;
    this.patience = patience;
    this.done = done;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    timer =
        ctx.executor()
            .schedule(
                () -> fail(ctx, "no answer in time"), patience.toMillis(), TimeUnit.MILLISECONDS);
    var unfit = login.unfit();
    if (unfit != null) {
      fail(ctx, unfit);
      return;
    }
    var method = login.user().isEmpty() ? NO_LOGIN : PASSWORD_LOGIN;
    ctx.writeAndFlush(ctx.alloc().buffer().writeByte(SOCKS).writeByte(1).writeByte(method));
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    switch (step) {
      case METHOD -> method(ctx, in);
      case LOGIN -> loggedIn(ctx, in);
      case REPLY -> reply(ctx, in);
      case OVER -> in.skipBytes(in.readableBytes());
    }
  }

  private void method(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() < 2) {
      return;
    }
    var version = in.readByte();
    var method = in.readByte();
    if (version != SOCKS) {
      fail(ctx, "it does not speak SOCKS 5");
    } else if (method == PASSWORD_LOGIN && !login.user().isEmpty()) {
      step = Step.LOGIN;
      var user = login.user().getBytes(StandardCharsets.UTF_8);
      var password = login.password().getBytes(StandardCharsets.UTF_8);
      ctx.writeAndFlush(
          ctx.alloc()
              .buffer()
              .writeByte(LOGIN_VERSION)
              .writeByte(user.length)
              .writeBytes(user)
              .writeByte(password.length)
              .writeBytes(password));
    } else if (method == NO_LOGIN && login.user().isEmpty()) {
      request(ctx);
    } else {
      fail(ctx, "it wants another login");
    }
  }

  private void loggedIn(ChannelHandlerContext ctx, ByteBuf in) {
    if (in.readableBytes() < 2) {
      return;
    }
    in.skipBytes(1);
    if (in.readByte() == 0) {
      request(ctx);
    } else {
      fail(ctx, "it refuses the login");
    }
  }

  private void request(ChannelHandlerContext ctx) {
    if (destination == null) {
      end();
      ctx.close();
      return;
    }
    step = Step.REPLY;
    var address = destination.getAddress();
    ctx.writeAndFlush(
        ctx.alloc()
            .buffer()
            .writeByte(SOCKS)
            .writeByte(CONNECT)
            .writeByte(0)
            .writeByte(address instanceof Inet4Address ? IPV4 : IPV6)
            .writeBytes(address.getAddress())
            .writeShort(destination.getPort()));
  }

  private void reply(ChannelHandlerContext ctx, ByteBuf in) {
    var length = replyLength(in);
    if (length == 0 || in.readableBytes() < length) {
      return;
    }
    var code = in.getUnsignedByte(in.readerIndex() + 1);
    in.skipBytes(length);
    if (code == 0) {
      end();
      ctx.fireChannelActive();
      ctx.pipeline().remove(this);
    } else {
      fail(ctx, whose(code), code < REPLIES.size() ? REPLIES.get(code) : "reply " + code);
    }
  }

  /**
   * Whose trouble a reply is. A failure of the general kind, and a rule of the proxy's, may be
   * about this server or about all; an address of a type that it does not know is one of several.
   */
  private static Whose whose(int code) {
    return switch (code) {
      case GENERAL_FAILURE, NOT_ALLOWED -> Whose.UNCLEAR;
      case NO_SUCH_COMMAND -> Whose.PROXY;
      default -> Whose.SERVER;
    };
  }

  /**
   * How long the reply is, whose address is of one of three kinds; 0 if that cannot be seen yet.
   */
  private static int replyLength(ByteBuf in) {
    if (in.readableBytes() < 5) {
      return 0;
    }
    var address =
        switch (in.getByte(in.readerIndex() + 3)) {
          case IPV6 -> 16;
          case NAME -> 1 + in.getUnsignedByte(in.readerIndex() + 4);
          default -> 4;
        };
    return 4 + address + 2;
  }

  private void end() {
    step = Step.OVER;
    if (timer != null) {
      timer.cancel(false);
    }
    done.trySuccess(null);
  }

  /** Before it has let us in it is the proxy's own trouble, after that the server's. */
  private void fail(ChannelHandlerContext ctx, String why) {
    fail(ctx, step == Step.REPLY ? Whose.SERVER : Whose.PROXY, why);
  }

  private void fail(ChannelHandlerContext ctx, Whose whose, String why) {
    step = Step.OVER;
    if (timer != null) {
      timer.cancel(false);
    }
    done.tryFailure(new ProxyTrouble(whose, "SOCKS proxy: " + why));
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (step != Step.OVER) {
      fail(ctx, "it closed the connection");
    }
    super.channelInactive(ctx);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, String.valueOf(cause.getMessage()));
  }
}
