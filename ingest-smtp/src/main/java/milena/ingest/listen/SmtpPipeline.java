package milena.ingest.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import milena.ingest.converse.ConversationKit;
import milena.ingest.converse.ReplyEncoder;
import milena.ingest.converse.SmtpConversation;
import milena.mail.reply.SmtpReply;

/** Puts each connection's pipeline together, or sends the client away. */
final class SmtpPipeline extends ChannelInitializer<SocketChannel> {

  private static final SmtpReply TOO_MANY =
      SmtpReply.of(421, "4.3.2 Too many connections, try again later");
  private static final SmtpReply TOO_MANY_FROM_ADDRESS =
      SmtpReply.of(421, "4.7.0 Too many connections from your address");

  private final ConversationKit kit;
  private final ConnectionLimits limits;
  private final ChannelGroup clients;

  SmtpPipeline(ConversationKit kit, ConnectionLimits limits, ChannelGroup clients) {
    this.kit = kit;
    this.limits = limits;
    this.clients = clients;
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
    switch (limits.enter(address)) {
      case ADMITTED -> admit(channel, address);
      case TOO_MANY -> sendAway(channel, TOO_MANY);
      case TOO_MANY_FROM_ADDRESS -> sendAway(channel, TOO_MANY_FROM_ADDRESS);
    }
  }

  private void admit(SocketChannel channel, InetAddress address) {
    channel.closeFuture().addListener(_ -> limits.leave(address));
    clients.add(channel);
    channel.pipeline().addLast("conversation", new SmtpConversation(kit, channel, address));
  }

  private static void sendAway(Channel channel, SmtpReply reply) {
    ByteBuf last = channel.alloc().buffer();
    ReplyEncoder.encode(reply, last);
    channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
  }
}
