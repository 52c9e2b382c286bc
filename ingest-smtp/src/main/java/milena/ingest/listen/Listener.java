package milena.ingest.listen;

import java.net.InetAddress;
import java.util.List;
import milena.ingest.accept.ListenerRole;
import milena.runtime.config.Cidr;
import milena.runtime.config.HostPort;

/**
 * One address that is listened on, and for whom.
 *
 * @param address port 0 takes any free one
 * @param role what its clients may do
 * @param tls when they get TLS; a submission listener has it, as passwords go over it
 * @param asksClients whether a client is asked for a certificate, which it need not have
 * @param proxyFrom connections from here begin with a PROXY header, which names the client; others
 *     must not have one
 */
public record Listener(
    HostPort address, ListenerRole role, TlsMode tls, boolean asksClients, List<Cidr> proxyFrom) {

  /** Checks what belongs together. */
  public Listener {
    proxyFrom = List.copyOf(proxyFrom);
    if (role == ListenerRole.SUBMISSION && tls == TlsMode.NONE) {
      throw new IllegalArgumentException("a submission listener needs starttls or implicit TLS");
    }
    if (asksClients && tls == TlsMode.NONE) {
      throw new IllegalArgumentException("clients have certificates only where there is TLS");
    }
  }

  /** A relay without TLS for clients that come by themselves. */
  public static Listener plain(HostPort address) {
    return new Listener(address, ListenerRole.RELAY, TlsMode.NONE, false, List.of());
  }

  /** Whether a connection from here has to begin with a PROXY header. */
  boolean isProxy(InetAddress address) {
    for (var network : proxyFrom) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
