package milena.delivery.connect;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import milena.delivery.send.SessionTerms;
import milena.delivery.send.TlsDemand;

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
  private final Class<? extends SocketChannel> channelType;

  Network(ConnectConfig config, Clocks clocks) {
    this.config = config;
    this.clocks = clocks;
    this.tls = ClientTls.opportunistic(config.timeouts().opening().tls());
    this.verified = ClientTls.verified(config.timeouts().opening().tls());
    var epoll = Epoll.isAvailable();
    this.channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
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
  ChannelFuture connect(EventLoop loop, Remote remote, Connection owner) {
    var handshakes = remote.tls() == TlsDemand.REQUIRED ? verified : tls;
    var port = remote.address().getPort();
    var timeouts = config.timeouts();
    var terms =
        new SessionTerms(
            config.ehloName(),
            config.manners().pipelining(),
            timeouts,
            channel -> handshakes.handler(channel, remote.host(), port),
            clocks.nanos());
    return new Bootstrap()
        .group(loop)
        .channel(channelType)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(timeouts.opening().connect().toMillis()))
        .option(
            ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_WATER, HIGH_WATER))
        .handler(new ClientPipeline(terms, remote.tls(), owner))
        .connect(remote.address());
  }

  private static int millis(long value) {
    return (int) Math.min(Integer.MAX_VALUE, value);
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, QUIET_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
