package milena.delivery.connect;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import milena.delivery.send.SessionTerms;
import milena.delivery.send.SmtpSession;

/**
 * Puts together the pipeline of an outgoing channel: replies, then the session; TLS when it comes.
 */
final class ClientPipeline extends ChannelInitializer<Channel> {

  private final SessionTerms terms;
  private final boolean mayUseTls;
  private final Connection owner;

  ClientPipeline(SessionTerms terms, boolean mayUseTls, Connection owner) {
    this.terms = terms;
    this.mayUseTls = mayUseTls;
    this.owner = owner;
  }

  @Override
  protected void initChannel(Channel channel) {
    owner.opened(channel, SmtpSession.addTo(channel.pipeline(), terms, mayUseTls, owner));
  }
}
