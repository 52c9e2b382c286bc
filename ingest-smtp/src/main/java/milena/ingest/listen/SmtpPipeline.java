package milena.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import milena.ingest.accept.Peer;
import milena.ingest.converse.ConversationKit;
import milena.ingest.converse.ReplyEncoder;
import milena.ingest.converse.SmtpConversation;
import milena.ingest.converse.StartTls;
import milena.mail.reply.SmtpReply;

/**
 * Puts each connection's pipeline together, or sends the client away. Before the conversation are,
 * where the listener has them, a PROXY header and a handshake; what they need leaves with them.
 */
final class SmtpPipeline extends ChannelInitializer<SocketChannel> {

  private static final SmtpReply TOO_MANY =
      SmtpReply.of(421, "4.3.2 Too many connections, try again later");
  private static final SmtpReply TOO_MANY_FROM_ADDRESS =
      SmtpReply.of(421, "4.7.0 Too many connections from your address");

  private final Listener listener;
  private final StartTls tls;
  private final Shared shared;

  /** What the connections of a listener share. */
  record Shared(
      ConversationKit kit, ConnectionLimits limits, ChannelGroup clients, ListenMeters meters) {}

  /**
   * For the connections of one listener.
   *
   * @param tls how they get TLS, if they do
   */
  SmtpPipeline(Listener listener, StartTls tls, Shared shared) {
    this.listener = listener;
    this.tls = tls;
    this.shared = shared;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    var remote = channel.remoteAddress();
    if (remote == null) {
      // Gone between accept and here.
      channel.close();
      return;
    }
    shared.clients().add(channel);
    var address = remote.getAddress();
    if (listener.proxyFrom().isEmpty()) {
      enter(channel, address);
    } else if (listener.isProxy(address)) {
      channel
          .pipeline()
          .addLast("proxy", ProxyHeader.decoder())
          .addLast(
              "client",
              new ProxyHeader(address, shared.meters(), client -> enter(channel, client)));
    } else {
      channel.pipeline().addLast("proxy", new NoProxyHeader(shared.meters()));
      enter(channel, address);
    }
  }

  private void enter(Channel channel, InetAddress address) {
    switch (shared.limits().enter(address)) {
      case ADMITTED -> {
        channel.closeFuture().addListener(_ -> shared.limits().leave(address));
        open(channel, new Peer(address, listener.role()));
      }
      case TOO_MANY -> sendAway(channel, TOO_MANY);
      case TOO_MANY_FROM_ADDRESS -> sendAway(channel, TOO_MANY_FROM_ADDRESS);
    }
  }

  private void open(Channel channel, Peer peer) {
    switch (listener.tls()) {
      case NONE -> converse(channel, peer, StartTls.NEVER);
      case STARTTLS -> converse(channel, peer, tls);
      case IMPLICIT -> {
        if (tls.offer() == StartTls.Offer.READY) {
          tls.begin(channel, session -> converse(channel, peer.secured(session), StartTls.NEVER));
        } else {
          channel.close();
        }
      }
    }
  }

  private void converse(Channel channel, Peer peer, StartTls startTls) {
    channel
        .pipeline()
        .addLast(
            SmtpConversation.NAME, new SmtpConversation(shared.kit(), channel, peer, startTls));
  }

  private void sendAway(Channel channel, SmtpReply reply) {
    if (listener.tls() == TlsMode.IMPLICIT) {
      // It would not understand a word, and a handshake costs more than it is worth.
      channel.close();
      return;
    }
    ByteBuf last = channel.alloc().buffer();
    ReplyEncoder.encode(reply, last);
    channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
  }
}
