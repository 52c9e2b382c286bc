package milena.policy;

import org.jspecify.annotations.Nullable;

/**
 * Where mail leaves from.
 *
 * @param name by which pools and rules know it
 * @param address the local address that connections are bound to; empty for the system's choice
 * @param ehlo our name in EHLO; empty for the process's own
 * @param port the remote port in place of 25; 0 for that
 * @param proxy through which it leaves; null for none. The address is then the proxy's own
 */
public record Source(
    String name, String address, String ehlo, int port, @Nullable Proxy proxy, Place place) {

  /**
   * By which limits know mail that leaves from no source of the policy. No document can name it.
   */
  public static final String UNNAMED = "(unnamed)";

  /** A server that connects on our behalf, from an address of its own. */
  public sealed interface Proxy {
    /** Its name or address. */
    String host();

    /** Its port. */
    int port();
  }

  /** HAProxy's protocol, version 2: the header asks for the address that it connects from. */
  public record HaProxy(String host, int port) implements Proxy {}

  /**
   * SOCKS 5 (RFC 1928, RFC 1929).
   *
   * @param user empty for no login; the password is the worker's own setting, never the document's
   */
  public record Socks5(String host, int port, String user) implements Proxy {}
}
