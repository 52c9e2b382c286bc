package milena.ingest.converse;

import io.netty.channel.Channel;
import java.util.function.Consumer;
import milena.ingest.accept.TlsSession;

/** How a connection of one listener gets TLS. */
public interface StartTls {

  /** Where there is none. */
  StartTls NEVER =
      new StartTls() {
        @Override
        public Offer offer() {
          return Offer.NEVER;
        }

        @Override
        public void begin(Channel channel, Consumer<TlsSession> secured) {
          throw new IllegalStateException("there is no TLS here");
        }
      };

  /** Whether a client may ask for it. */
  enum Offer {
    /** The listener has none. */
    NEVER,
    /** It has, but no certificate that could be loaded. */
    NO_CERTIFICATE,
    /** It may. */
    READY
  }

  /** Whether a client may ask for it now. */
  Offer offer();

  /**
   * Puts the handshake before the conversation, or at the end of a pipeline that has none yet. What
   * is read from here on is the handshake's. One that fails or takes too long closes the channel.
   *
   * @param secured told once when the handshake is done, on the channel's thread
   */
  void begin(Channel channel, Consumer<TlsSession> secured);
}
