package milena.delivery.resolve;

import java.util.List;

/**
 * The hosts that serve a domain. Domains with equal destinations may share a connection.
 *
 * @param hosts at least one, by preference, then by name
 * @param port the port of all of them
 * @param relay the operator named the host, so that the operating system resolves it
 * @param tlsRequired for what may be sent under verified TLS alone (RFC 8689); the rest has
 *     connections of its own
 */
public record Destination(List<Host> hosts, int port, boolean relay, boolean tlsRequired) {

  /**
   * One of them.
   *
   * @param name a host name, or an address
   * @param preference lower is tried first
   */
  public record Host(String name, int preference) {}

  /** Keeps its own copy of the list. */
  public Destination {
    hosts = List.copyOf(hosts);
  }

  /** One for everything that requires nothing. */
  public Destination(List<Host> hosts, int port, boolean relay) {
    this(hosts, port, relay, false);
  }

  /** The same hosts, for what requires TLS. */
  public Destination requiringTls() {
    return new Destination(hosts, port, relay, true);
  }
}
