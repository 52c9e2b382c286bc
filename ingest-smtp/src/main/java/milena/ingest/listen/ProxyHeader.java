package milena.ingest.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import milena.ingest.converse.SmtpConversation.Drain;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the client's address from the PROXY header (version 1 or 2) that a trusted proxy puts
 * before the connection, and leaves. Nothing else is told of the connection before.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

  /** A proxy writes the header before anything else, so it is there at once or not at all. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);
  private static final int MAX_EXTENSIONS = 4 * 1024;

  private final InetAddress proxy;
  private final ListenMeters meters;
  private final Consumer<InetAddress> client;
  private @Nullable Future<?> patience;
  private boolean done;

  /**
   * For one connection.
   *
   * @param proxy the address that it is from
   * @param client puts together what comes next, told the address once
   */
  ProxyHeader(InetAddress proxy, ListenMeters meters, Consumer<InetAddress> client) {
    this.proxy = proxy;
    this.meters = meters;
    this.client = client;
  }

  /** The decoder that goes before it, and leaves by itself. */
  static HAProxyMessageDecoder decoder() {
    return new HAProxyMessageDecoder(MAX_EXTENSIONS);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    patience =
        ctx.channel()
            .eventLoop()
            .schedule(() -> late(ctx), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (patience != null) {
      patience.cancel(false);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    // Told when it is known of whom.
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (done || !(message instanceof HAProxyMessage header)) {
      // What follows a header that was refused.
      ReferenceCountUtil.release(message);
      return;
    }
    done = true;
    try {
      client.accept(address(header));
    } finally {
      header.release();
    }
    ctx.fireChannelActive();
    ctx.pipeline().remove(this);
  }

  private InetAddress address(HAProxyMessage header) {
    if (header.command() == HAProxyCommand.LOCAL) {
      return proxy;
    }
    return switch (header.proxiedProtocol()) {
      case TCP4, TCP6 -> InetAddress.ofLiteral(header.sourceAddress());
      // Not known, or nothing that a mail client connects by.
      case UNKNOWN, UDP4, UDP6, UNIX_STREAM, UNIX_DGRAM -> proxy;
    };
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Drain) {
      done = true;
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!done) {
      done = true;
      meters.malformedProxy();
      LOG.debug("PROXY header refused proxy={}", proxy, cause);
    }
    ctx.close();
  }

  private void late(ChannelHandlerContext ctx) {
    if (!done) {
      done = true;
      meters.lateProxy();
      LOG.debug("PROXY header missing proxy={}", proxy);
      ctx.close();
    }
  }
}
