package milena.ingest.secure;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.function.Consumer;
import milena.ingest.accept.TlsSession;
import milena.ingest.converse.SmtpConversation;
import milena.ingest.converse.StartTls;

/** TLS at one listener, at the start of a connection or after STARTTLS. */
public final class ListenerTls implements StartTls {

  private final CertificateStore store;
  private final boolean asks;
  private final Duration limit;
  private final TlsMeters meters;

  /**
   * With these certificates.
   *
   * @param asks whether clients are asked for a certificate, if there is a CA for them
   * @param limit for one handshake
   */
  public ListenerTls(CertificateStore store, boolean asks, Duration limit, TlsMeters meters) {
    this.store = store;
    this.asks = asks;
    this.limit = limit;
    this.meters = meters;
  }

  /** The same for a protocol that has no conversation before, in a pipeline that is empty. */
  public Consumer<Channel> fromTheFirstByte() {
    return channel -> begin(channel, _ -> {});
  }

  @Override
  public Offer offer() {
    return store.isEmpty() ? Offer.NO_CERTIFICATE : Offer.READY;
  }

  @Override
  public void begin(Channel channel, Consumer<TlsSession> secured) {
    var watch = new HandshakeWatch(meters, secured);
    var choice = new SniChoice(store, asks, limit, watch);
    var pipeline = channel.pipeline();
    if (pipeline.get(SmtpConversation.NAME) == null) {
      pipeline.addLast("handshake", watch).addBefore("handshake", "tls", choice);
    } else {
      pipeline.addBefore(SmtpConversation.NAME, "handshake", watch);
      pipeline.addBefore("handshake", "tls", choice);
    }
  }
}
