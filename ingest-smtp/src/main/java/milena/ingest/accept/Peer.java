package milena.ingest.accept;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as far as that is known.
 *
 * @param address the client's, also where a proxy stands between; never looked up
 * @param role of the listener that it came to
 * @param tls what protects the connection; null while nothing does
 */
public record Peer(InetAddress address, ListenerRole role, @Nullable TlsSession tls) {

  /** One of whom only the address is known. */
  public Peer(InetAddress address, ListenerRole role) {
    this(address, role, null);
  }

  /** The same after a handshake. */
  public Peer secured(TlsSession session) {
    return new Peer(address, role, session);
  }
}
