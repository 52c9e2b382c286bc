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
import milena.runtime.listen.ConnectionLimits;

/**
 * Puts each connection's pipeline together, or sends the client away. Before the conversation are,
 * where the listener has them, a PROXY header and a handshake; what they need leaves with them.
 */
final class SmtpPipeline extends ChannelInitializer<SocketChannel> {

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
    var admission = new Admission(listener, shared.limits(), channel);
    admission
        .enter(address)
        .ifPresentOrElse(
            refusal -> sendAway(channel, refusal),
            () -> open(channel, new Peer(address, listener.role()), admission));
  }

  private void open(Channel channel, Peer peer, Admission admission) {
    switch (listener.tls()) {
      case NONE -> converse(channel, peer, StartTls.NEVER, admission);
      case STARTTLS -> converse(channel, peer, tls, admission);
      case IMPLICIT -> {
        if (tls.offer() == StartTls.Offer.READY) {
          tls.begin(
              channel,
              session -> converse(channel, peer.secured(session), StartTls.NEVER, admission));
        } else {
          channel.close();
        }
      }
    }
  }

  private void converse(Channel channel, Peer peer, StartTls startTls, Admission admission) {
    channel
        .pipeline()
        .addLast(
            SmtpConversation.NAME,
            new SmtpConversation(shared.kit(), channel, peer, startTls, admission));
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
