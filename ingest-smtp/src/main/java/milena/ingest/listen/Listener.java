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
 * @param xclientFrom clients from here may say by XCLIENT for whom they speak
 */
public record Listener(
    HostPort address,
    ListenerRole role,
    TlsMode tls,
    boolean asksClients,
    List<Cidr> proxyFrom,
    List<Cidr> xclientFrom) {

  /** Checks what belongs together. */
  public Listener {
    proxyFrom = List.copyOf(proxyFrom);
    xclientFrom = List.copyOf(xclientFrom);
    if (role == ListenerRole.SUBMISSION && tls == TlsMode.NONE) {
      throw new IllegalArgumentException("a submission listener needs starttls or implicit TLS");
    }
    if (asksClients && tls == TlsMode.NONE) {
      throw new IllegalArgumentException("clients have certificates only where there is TLS");
    }
  }

  /** One where nobody speaks for others by XCLIENT. */
  public Listener(
      HostPort address, ListenerRole role, TlsMode tls, boolean asksClients, List<Cidr> proxyFrom) {
    this(address, role, tls, asksClients, proxyFrom, List.of());
  }

  /** A relay without TLS for clients that come by themselves. */
  public static Listener plain(HostPort address) {
    return new Listener(address, ListenerRole.RELAY, TlsMode.NONE, false, List.of());
  }

  /** Whether a connection from here has to begin with a PROXY header. */
  boolean isProxy(InetAddress address) {
    return isIn(proxyFrom, address);
  }

  /** Whether a client from here may speak for others. */
  boolean introduces(InetAddress address) {
    return isIn(xclientFrom, address);
  }

  private static boolean isIn(List<Cidr> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
