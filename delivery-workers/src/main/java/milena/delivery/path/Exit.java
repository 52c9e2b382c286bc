package milena.delivery.path;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import milena.policy.Source;
import org.jspecify.annotations.Nullable;

/**
 * A source as a connection needs it. Two are equal where connections opened for one are as good for
 * the other.
 *
 * @param name by which the policy knows it; empty for the system's choice
 * @param address that servers are to see; null for the system's choice, or the proxy's
 * @param ehlo our name in EHLO; empty for the process's own
 * @param port of mail exchangers; 0 for the usual
 * @param proxy through which it leaves; null for none
 */
public record Exit(
    String name,
    @Nullable InetAddress address,
    String ehlo,
    int port,
    Source.@Nullable Proxy proxy) {

  /** Where mail leaves that no source was chosen for. */
  static final Exit ANY = new Exit("", null, "", 0, null);

  /** The source as the policy has it, which has checked the address. */
  public static Exit of(Source source) {
    var address = source.address().isEmpty() ? null : InetAddress.ofLiteral(source.address());
    return new Exit(source.name(), address, source.ehlo(), source.port(), source.proxy());
  }

  /** What a connection is bound to; null for the system's choice, and towards a proxy. */
  public @Nullable InetSocketAddress local() {
    return address == null || proxy != null ? null : new InetSocketAddress(address, 0);
  }

  /** Whether it can connect there: an address reaches those of its own family only. */
  public boolean reaches(InetAddress remote) {
    return address == null || address.getClass() == remote.getClass();
  }
}
