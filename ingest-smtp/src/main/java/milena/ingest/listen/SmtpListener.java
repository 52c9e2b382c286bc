package milena.ingest.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import milena.ingest.accept.ListenerRole;
import milena.ingest.converse.ConversationKit;
import milena.ingest.converse.SmtpConversation;
import milena.ingest.converse.StartTls;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.listen.ConnectionLimits;

/** The listening sockets, the threads behind them and every open connection. */
public final class SmtpListener {

  private static final int BACKLOG = 1024;

  /** Reports come from anybody: a flood of them must leave our own senders their connections. */
  private static final int STRANGERS_SHARE = 10;

  /** So few that the reports of one address cannot take the memory that all of them have. */
  private static final int STRANGERS_FROM_ADDRESS = 5;

  private final ListenSettings settings;
  private final ConnectionLimits limits;
  private final ConnectionLimits strangers;
  private final EventLoopGroup loops;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final List<Channel> servers = new ArrayList<>();

  /** Makes the threads; nothing listens before {@link #bind}. */
  public SmtpListener(ListenSettings settings) {
    this.settings = settings;
    this.limits =
        new ConnectionLimits(settings.maxConnections(), settings.maxConnectionsPerAddress());
    this.strangers =
        new ConnectionLimits(
            Math.max(1, settings.maxConnections() / STRANGERS_SHARE),
            Math.min(STRANGERS_FROM_ADDRESS, settings.maxConnectionsPerAddress()));
    this.loops =
        new MultiThreadIoEventLoopGroup(
            settings.threads(),
            new DefaultThreadFactory("ingest"),
            Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /**
   * Starts to listen on every address.
   *
   * @param kits what the conversations of a listener share
   * @param tls how connections of a listener get TLS; asked for those that have it
   * @throws IOException when one of them cannot be had; then none is listened on
   */
  public void bind(
      Function<Listener, ConversationKit> kits,
      Function<Listener, StartTls> tls,
      ListenMeters meters)
      throws IOException, InterruptedException {
    Class<? extends ServerChannel> type =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true);
    for (var listener : settings.listeners()) {
      var shared =
          new SmtpPipeline.Shared(kits.apply(listener), limitsOf(listener.role()), clients, meters);
      var secure = listener.tls() == TlsMode.NONE ? StartTls.NEVER : tls.apply(listener);
      var bound =
          bootstrap
              .clone()
              .childHandler(new SmtpPipeline(listener, secure, shared))
              .bind(listener.address().toSocketAddress())
              .await();
      if (!bound.isSuccess()) {
        unbind();
        throw new IOException("cannot listen on " + listener.address(), bound.cause());
      }
      servers.add(bound.channel());
    }
  }

  private ConnectionLimits limitsOf(ListenerRole role) {
    return switch (role) {
      case SUBMISSION, RELAY -> limits;
      case REPORTS -> strangers;
    };
  }

  /** Where it listens, with the ports that were taken. */
  public List<HostPort> addresses() {
    var bound = new ArrayList<HostPort>();
    for (int i = 0; i < servers.size(); i++) {
      var local = (InetSocketAddress) servers.get(i).localAddress();
      bound.add(settings.listeners().get(i).address().withPort(local.getPort()));
    }
    return List.copyOf(bound);
  }

  /** Connections that are open. */
  public int connections() {
    return limits.open() + strangers.open();
  }

  /**
   * Lets nobody in any more and says 421 to whoever has no transaction under way; the others finish
   * theirs until the deadline.
   */
  public void drain(Deadline deadline) throws InterruptedException {
    unbind();
    for (var client : clients) {
      client.pipeline().fireUserEventTriggered(SmtpConversation.Drain.NOW);
    }
    clients.newCloseFuture().await(deadline.remaining().toMillis());
    clients.close().await(deadline.remaining().toMillis());
  }

  private void unbind() throws InterruptedException {
    for (var server : servers) {
      server.close().await();
    }
    servers.clear();
  }

  /** Ends the threads; what is still open is cut. */
  public void shutdown() throws InterruptedException {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(4, TimeUnit.SECONDS);
  }
}
