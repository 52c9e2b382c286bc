package milena.ingest.secure;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads which server a client wants (RFC 6066 §3), and leaves its place to the handshake. */
final class SniChoice extends AbstractSniHandler<String> {

  // With keys for post-quantum agreement they have about 2 KiB.
  private static final int MAX_CLIENT_HELLO = 16 * 1024;

  private final CertificateStore store;
  private final boolean asks;
  private final HandshakeWatch watch;
  private long startedAt;

  /**
   * For one handshake.
   *
   * @param asks whether the client is asked for a certificate
   * @param limit for all of the handshake
   */
  SniChoice(CertificateStore store, boolean asks, Duration limit, HandshakeWatch watch) {
    super(MAX_CLIENT_HELLO, limit.toMillis());
    this.store = store;
    this.asks = asks;
    this.watch = watch;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    startedAt = now(ctx);
    super.handlerAdded(ctx);
  }

  @Override
  protected Future<String> lookup(ChannelHandlerContext ctx, @Nullable String hostname) {
    return ctx.executor().newSucceededFuture(hostname == null ? "" : hostname);
  }

  @Override
  protected void onLookupComplete(
      ChannelHandlerContext ctx, @Nullable String hostname, Future<String> found) {
    var name = found.getNow();
    var handler = handler(ctx, name);
    while (handler == null) {
      // Another certificate has just taken the place of the one that was chosen.
      handler = handler(ctx, name);
    }
    long spent = TimeUnit.NANOSECONDS.toMillis(now(ctx) - startedAt);
    handler.setHandshakeTimeoutMillis(Math.max(1, handshakeTimeoutMillis - spent));
    ctx.pipeline().replace(this, "tls", handler);
  }

  private @Nullable SslHandler handler(ChannelHandlerContext ctx, String name) {
    var chosen = store.choose(name);
    if (chosen == null) {
      throw new DecoderException("there is no certificate any more");
    }
    try {
      var handler = chosen.handler(ctx.channel(), asks);
      watch.chosen(chosen, name, handler.engine());
      return handler;
    } catch (IllegalReferenceCountException replaced) {
      return null;
    }
  }

  private static long now(ChannelHandlerContext ctx) {
    return ctx.channel().eventLoop().ticker().nanoTime();
  }
}
