package milena.http.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import milena.http.login.Entrance;
import milena.runtime.config.HostPort;
import milena.runtime.lifecycle.Deadline;
import milena.runtime.listen.ConnectionLimits;
import org.jspecify.annotations.Nullable;

/** The listening socket, the threads behind it and every open connection. */
public final class ApiListener {

  private static final long REPLY_BYTES = 32L << 20;
  private static final Duration REPLY_ROOM = Duration.ofSeconds(20);
  private static final int BACKLOG = 1024;
  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEADER = 32 * 1024;
  private static final int MAX_PIECE = 64 * 1024;

  private final ListenSettings settings;
  private final EventLoopGroup loops;
  private final ExecutorService workers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-request-", 0).factory());
  private final ConnectionLimits limits;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private @Nullable Channel server;

  /** Makes the threads; nothing listens before {@link #bind}. */
  public ApiListener(ListenSettings settings) {
    this.settings = settings;
    this.limits = new ConnectionLimits(settings.connections(), settings.connectionsPerAddress());
    this.loops =
        new MultiThreadIoEventLoopGroup(
            settings.threads(), new DefaultThreadFactory("http-api"), NioIoHandler.newFactory());
  }

  /**
   * Starts to listen, after files of an earlier life are gone.
   *
   * @param tls empty to listen in the clear
   * @throws IOException when the address cannot be had
   */
  public void bind(Endpoints endpoints, Entrance entrance, Optional<Tls> tls, ApiMeters meters)
      throws IOException, InterruptedException {
    sweep();
    var admissions = new Admissions(settings);
    meters.watch(limits::open, admissions);
    var workroom = new Workroom(workers, new AnswerRoom(REPLY_BYTES, REPLY_ROOM), meters);
    var kit = new ApiKit(settings, endpoints, entrance, admissions, workroom, meters);
    var bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(new Pipeline(kit, tls))
            .bind(settings.address().toSocketAddress())
            .await();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + settings.address(), bound.cause());
    }
    server = bound.channel();
  }

  private void sweep() throws IOException {
    Files.createDirectories(settings.folder());
    try (var left = Files.newDirectoryStream(settings.folder(), "body-*.part")) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Puts each connection's pipeline together, or closes it. */
  private final class Pipeline extends ChannelInitializer<SocketChannel> {
    private final ApiKit kit;
    private final Optional<Tls> tls;

    Pipeline(ApiKit kit, Optional<Tls> tls) {
      this.kit = kit;
      this.tls = tls;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      var remote = channel.remoteAddress();
      if (remote == null) {
        // Gone between accept and here.
        channel.close();
        return;
      }
      var address = remote.getAddress();
      var entry = limits.enter(address);
      if (entry != ConnectionLimits.Entry.ADMITTED) {
        sendAway(channel, entry);
        return;
      }
      channel.closeFuture().addListener(_ -> limits.leave(address));
      clients.add(channel);
      tls.ifPresent(secured -> secure(channel, secured));
      var decoder =
          new HttpDecoderConfig()
              .setMaxInitialLineLength(MAX_LINE)
              .setMaxHeaderSize(MAX_HEADER)
              .setMaxChunkSize(MAX_PIECE);
      channel
          .pipeline()
          .addLast("codec", new HttpServerCodec(decoder))
          .addLast("pace", new FlowControlHandler())
          .addLast("conversation", new ApiConversation(kit, channel, address));
    }

    private void sendAway(SocketChannel channel, ConnectionLimits.Entry why) {
      kit.meters().refused(why);
      if (tls.isPresent()) {
        // It would not understand a word, and a handshake costs more than it is worth.
        channel.close();
        return;
      }
      channel.pipeline().addLast(new HttpResponseEncoder());
      channel
          .writeAndFlush(Response.of(Response.tooManyConnections(why), false))
          .addListener(ChannelFutureListener.CLOSE);
    }
  }

  // Nobody else asks for input before the conversation begins.
  private static void secure(SocketChannel channel, Tls tls) {
    tls.handshake().accept(channel);
    channel.eventLoop().execute(channel::read);
  }

  /** Where it listens, with the port that was taken. */
  public HostPort address() {
    var bound = server;
    return bound == null
        ? settings.address()
        : settings.address().withPort(((InetSocketAddress) bound.localAddress()).getPort());
  }

  /** Lets nobody in any more; who is being answered is, until the deadline. */
  public void drain(Deadline deadline) throws InterruptedException {
    var bound = server;
    server = null;
    if (bound != null) {
      bound.close().await();
    }
    for (var client : clients) {
      client.pipeline().fireUserEventTriggered(ApiConversation.Drain.NOW);
    }
    clients.newCloseFuture().await(deadline.remaining().toMillis());
    clients.close().await(deadline.remaining().toMillis());
  }

  /** Ends the threads; what is still open is cut. */
  public void shutdown() throws InterruptedException {
    workers.shutdownNow();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(4, TimeUnit.SECONDS);
  }
}
