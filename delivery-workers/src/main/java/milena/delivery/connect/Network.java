package milena.delivery.connect;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import milena.delivery.path.Exit;
import milena.delivery.send.SessionTerms;
import milena.delivery.send.SmtpTimeouts;
import milena.policy.Source;

/** The event loops, and how a channel is opened on one. */
final class Network implements AutoCloseable {

  private static final int LOW_WATER = 64 * 1024;
  private static final int HIGH_WATER = 128 * 1024;
  private static final long QUIET_SECONDS = 5;

  private final ConnectConfig config;
  private final Clocks clocks;
  private final ClientTls tls;
  private final ClientTls verified;
  private final MultiThreadIoEventLoopGroup group;
  private final boolean epoll = Epoll.isAvailable();
  private final ChannelFactory<? extends Channel> sockets;

  /**
   * A channel that is being opened.
   *
   * @param done when it has reached the server, through a proxy where there is one; fails with a
   *     {@link ProxyTrouble} where that is the reason
   */
  record Opening(Channel channel, Future<Void> done) {}

  Network(ConnectConfig config, Clocks clocks) {
    this(config, clocks, Epoll.isAvailable() ? EpollSocketChannel::new : NioSocketChannel::new);
  }

  /**
   * The same over sockets of another making, which have to suit the event loops of this machine.
   */
  Network(ConnectConfig config, Clocks clocks, ChannelFactory<? extends Channel> sockets) {
    this.config = config;
    this.clocks = clocks;
    this.tls = ClientTls.opportunistic(config.timeouts().opening().tls());
    this.verified = ClientTls.verified(config.timeouts().opening().tls());
    this.sockets = sockets;
    this.group =
        new MultiThreadIoEventLoopGroup(
            config.threads(),
            new DefaultThreadFactory("delivery", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  EventLoop nextLoop() {
    return group.next();
  }

  /**
   * Opens a connection; the session that is put on it belongs to this owner.
   *
   * @param remote its name is the one that TLS is told, and has to be proven where that is required
   */
  Opening connect(EventLoop loop, Remote remote, SmtpTimeouts timeouts, Connection owner) {
    var session = new ClientPipeline(terms(remote, timeouts), remote.tls(), owner);
    var exit = remote.exit();
    var patience = timeouts.opening().connect();
    if (remote.proxy() != null && exit.proxy() != null) {
      var done = loop.<Void>newPromise();
      var first = greeting(exit, exit.proxy(), remote.address(), patience, done);
      return through(remote.proxy(), bootstrap(loop, patience, first, session), done);
    }
    var bootstrap = bootstrap(loop, patience, session);
    var local = exit.local();
    if (local != null) {
      bootstrap.localAddress(local);
      if (epoll) {
        // The port is chosen at connecting, so that each destination has all of them.
        bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
      }
    }
    var connecting = bootstrap.connect(remote.address());
    return new Opening(connecting.channel(), connecting);
  }

  /** Reaches for a proxy, logs in where it wants that, and leaves. */
  Future<Void> knock(EventLoop loop, Exit exit, InetSocketAddress proxy, Duration patience) {
    var done = loop.<Void>newPromise();
    if (exit.proxy() instanceof Source.Socks5 socks) {
      var handshake = new SocksHandshake(login(socks), null, patience, done);
      return through(proxy, bootstrap(loop, patience, handshake), done).done();
    }
    var reaching = bootstrap(loop, patience).connect(proxy);
    reaching.addListener(ChannelFutureListener.CLOSE);
    return reaching;
  }

  private static Opening through(InetSocketAddress proxy, Bootstrap bootstrap, Promise<Void> done) {
    var connecting = bootstrap.connect(proxy);
    connecting.addListener(
        reached -> {
          if (!reached.isSuccess()) {
            var why = "proxy: " + reached.cause().getMessage();
            done.tryFailure(new ProxyTrouble(ProxyTrouble.Whose.PROXY, why));
          }
        });
    return new Opening(connecting.channel(), done);
  }

  private ChannelHandler greeting(
      Exit exit,
      Source.Proxy proxy,
      InetSocketAddress destination,
      Duration patience,
      Promise<Void> done) {
    return switch (proxy) {
      case Source.HaProxy _ -> new HaProxyHeader(exit.address(), destination, done);
      case Source.Socks5 socks -> new SocksHandshake(login(socks), destination, patience, done);
    };
  }

  private SocksHandshake.Login login(Source.Socks5 socks) {
    return new SocksHandshake.Login(socks.user(), config.proxyPassword().value());
  }

  private SessionTerms terms(Remote remote, SmtpTimeouts timeouts) {
    var handshakes = remote.tls().isStrict() ? verified : tls;
    var port = remote.address().getPort();
    var ehlo = remote.exit().ehlo();
    return new SessionTerms(
        ehlo.isEmpty() ? config.ehloName() : ehlo,
        config.manners().pipelining(),
        timeouts,
        channel -> handshakes.handler(channel, remote.host(), port),
        clocks.nanos());
  }

  private Bootstrap bootstrap(EventLoop loop, Duration patience, ChannelHandler... handlers) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(sockets)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(patience.toMillis()))
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handlers);
              }
            });
  }

  private static int millis(long value) {
    return (int) Math.min(Integer.MAX_VALUE, value);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, QUIET_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
