package milena.bench.sink;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import milena.bench.measure.LineFile;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that counts what it is sent and throws it away.
 *
 * <p>Safe for use by several threads. A sink is started once and closed once.
 */
public final class Sink implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int FIRST_READ = 8 * 1024;
  private static final int LARGEST_READ = 64 * 1024;
  private static final int MAX_WAITING_DEFERRALS = 500_000;
  private static final long LOG_FLUSH_MILLIS = 200;

  /** What all connections have in common. */
  record Shared(
      SinkConfig config,
      InstantSource clock,
      SinkDialogue dialogue,
      Deferrals deferrals,
      SinkAccount account,
      AtomicLong queueIds) {

    String nextQueueId() {
      return Long.toHexString(queueIds.incrementAndGet()).toUpperCase(Locale.ROOT);
    }
  }

  private final Shared shared;
  private final @Nullable LineFile log;
  private final EventLoopGroup loops;

  /**
   * Makes a sink; nothing listens before {@link #start}.
   *
   * @param clock what latency is measured with: the wall clock that the load generator stamps by
   * @throws IOException when the log cannot be written
   */
  public Sink(SinkConfig config, InstantSource clock) throws IOException {
    Path path = config.log();
    this.log = path == null ? null : LineFile.create(path);
    this.shared =
        new Shared(
            config,
            clock,
            new SinkDialogue(config),
            new Deferrals(MAX_WAITING_DEFERRALS),
            new SinkAccount(config.limits().trackedDeliveries(), log),
            new AtomicLong());
    this.loops =
        new MultiThreadIoEventLoopGroup(
            config.threads(), new DefaultThreadFactory("sink", true), NioIoHandler.newFactory());
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any that is free
   * @return where it listens
   * @throws IOException when the address is taken or not this machine's
   */
  public InetSocketAddress start(String host, int port) throws IOException {
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(FIRST_READ, FIRST_READ, LARGEST_READ))
            .childHandler(new Connections(shared));
    var bound = bootstrap.bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("cannot listen on " + host + ":" + port, bound.cause());
    }
    if (log != null) {
      loops.scheduleWithFixedDelay(
          log::flush, LOG_FLUSH_MILLIS, LOG_FLUSH_MILLIS, TimeUnit.MILLISECONDS);
    }
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /** Returns what was seen so far. */
  public SinkReport report() {
    return shared.account().report();
  }

  /** Returns how many recipients' deliveries were accepted so far, at less cost than a report. */
  public long deliveries() {
    return shared.account().deliveries();
  }

  /**
   * Begins a new account: what was seen so far is forgotten, and connections that are open stay
   * open. For whoever measures one run after another on one sink.
   */
  public void forget() {
    shared.account().forget();
  }

  /** Closes all connections without ado, stops listening, and completes the log. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    if (log != null) {
      log.close();
    }
  }

  /** Puts the pipeline of a client together. */
  private static final class Connections extends ChannelInitializer<SocketChannel> {
    private final Shared shared;

    Connections(Shared shared) {
      this.shared = shared;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      long idleMillis = shared.config().limits().idle().toMillis();
      channel
          .pipeline()
          .addLast("idle", new ReadTimeoutHandler(idleMillis, TimeUnit.MILLISECONDS))
          .addLast("smtp", new SinkConnection(shared));
    }
  }
}
