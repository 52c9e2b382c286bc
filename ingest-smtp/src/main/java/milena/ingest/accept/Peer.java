package milena.ingest.accept;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as far as that is known.
 *
 * @param address the client's, also where a proxy stands between; never looked up
 * @param role of the listener that it came to
 * @param tls what protects the connection; null while nothing does
 * @param identity as whom it has come in; null for nobody
 * @param introduced another server speaks for it, whose certificates are not its own
 */
public record Peer(
    InetAddress address,
    ListenerRole role,
    @Nullable TlsSession tls,
    @Nullable Identity identity,
    boolean introduced) {

  /** One of whom only the address is known. */
  public Peer(InetAddress address, ListenerRole role) {
    this(address, role, null, null, false);
  }

  /** The same after a handshake, and nobody again. */
  public Peer secured(TlsSession session) {
    return new Peer(
        address, role, introduced ? session.withoutClient() : session, null, introduced);
  }

  /** The same after a proof of who it is. */
  public Peer as(Identity proven) {
    return new Peer(address, role, tls, proven, introduced);
  }

  /** Another for whom this one speaks: of what this one has proven, nothing is the other's. */
  public Peer introducing(InetAddress other) {
    return new Peer(other, role, tls == null ? null : tls.withoutClient(), null, true);
  }

  /** Whose mail it sends, where nobody has come in. */
  public String tenantOr(String other) {
    return identity == null ? other : identity.tenant();
  }
}
