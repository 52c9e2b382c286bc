package milena.mail.route;

import java.util.Optional;
import milena.mail.route.address.AddressLiteral;

/**
 * A host that the operator named, and the port to connect to.
 *
 * @param host a name in lower case, or an address without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

  private static final int MAX_PORT = 65_535;

  /** Refuses a port out of range and what cannot be a host. */
  public HostPort {
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is 1 to " + MAX_PORT);
    }
    if (!DomainName.isHost(host) && AddressLiteral.parse(host).isEmpty()) {
      throw new IllegalArgumentException("neither a host name nor an address: \"" + host + "\"");
    }
  }

  /**
   * Takes the host as it is written in configuration: in any case, an IPv6 address with or without
   * brackets.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static HostPort of(String host, int port) {
    var bracketed =
        AddressLiteral.isBracketed(host)
            ? AddressLiteral.parseBracketed(host).map(a -> host.substring(1, host.length() - 1))
            : Optional.<String>empty();
    return new HostPort(DomainName.lowerCase(bracketed.orElse(host)), port);
  }

  /** The host and the port with a colon between; an IPv6 address stands in brackets. */
  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
