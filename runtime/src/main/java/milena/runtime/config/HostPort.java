package milena.runtime.config;

import java.net.InetSocketAddress;

/**
 * A host name or address literal, and a TCP port.
 *
 * @param host without brackets, also for IPv6
 * @param port 0 to 65535; 0 asks a listener for any free port
 */
public record HostPort(String host, int port) {

  public HostPort {
    if (host.isBlank() || host.length() > 255 || host.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("no host in it");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("a port is between 0 and 65535");
    }
  }

  /**
   * Reads {@code host:port} or {@code [v6]:port}.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  public static HostPort parse(String text) {
    var colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("write HOST:PORT");
    }
    var host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("write an IPv6 address in brackets, [::1]:25");
    }
    var port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + port + "' is not a port");
    }
    return new HostPort(host, Integer.parseInt(port));
  }

  /** The same host with another port, as after binding port 0. */
  public HostPort withPort(int other) {
    return new HostPort(host, other);
  }

  /** Resolves the host, blocking while the resolver answers. */
  public InetSocketAddress toSocketAddress() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
