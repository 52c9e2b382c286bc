package milena.mail.route;

import java.net.InetSocketAddress;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * By what we recognise that a mail exchanger is this system, so that mail does not come back to it.
 *
 * @param listeners where we accept mail; one on the unspecified address stands for all addresses of
 *     this machine
 * @param names the host names we go by, in any case
 */
public record Ourselves(Set<InetSocketAddress> listeners, Set<String> names) {

  /** Refuses a listener whose host has no address. */
  public Ourselves {
    if (listeners.stream().anyMatch(InetSocketAddress::isUnresolved)) {
      throw new IllegalArgumentException("a listener's host name has no address");
    }
    listeners = Set.copyOf(listeners);
    names = names.stream().map(DomainName::lowerCase).collect(Collectors.toUnmodifiableSet());
  }

  /** We accept mail nowhere and have no name. */
  public static Ourselves unknown() {
    return new Ourselves(Set.of(), Set.of());
  }
}
