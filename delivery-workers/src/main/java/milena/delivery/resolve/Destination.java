package milena.delivery.resolve;

import java.util.List;

/**
 * The hosts that serve a domain. Domains with equal destinations may share a connection.
 *
 * @param hosts at least one, by preference, then by name
 * @param port the port of all of them
 * @param relay the operator named the host, so that the operating system resolves it
 */
public record Destination(List<Host> hosts, int port, boolean relay) {

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
}
