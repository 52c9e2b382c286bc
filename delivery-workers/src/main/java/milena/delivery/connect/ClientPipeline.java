package milena.delivery.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import milena.delivery.send.SessionTerms;
import milena.delivery.send.SmtpSession;
import milena.delivery.send.TlsDemand;

/**
 * Puts together the pipeline of an outgoing channel: replies, then the session; TLS when it comes.
 */
final class ClientPipeline extends ChannelInitializer<Channel> {

  private final SessionTerms terms;
  private final TlsDemand tls;
  private final Connection owner;

  ClientPipeline(SessionTerms terms, TlsDemand tls, Connection owner) {
    this.terms = terms;
    this.tls = tls;
    this.owner = owner;
  }

  @Override
  protected void initChannel(Channel channel) {
    owner.opened(channel, SmtpSession.addTo(channel.pipeline(), terms, tls, owner));
  }
}
