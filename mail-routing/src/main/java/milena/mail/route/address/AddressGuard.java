package milena.mail.route.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether an address found in DNS may be connected to.
 *
 * <p>Whoever owns a domain chooses what its MX hosts resolve to. Without this guard he could make
 * us open connections into our own network, or to ourselves without end. Refused are the ranges
 * that are not the public Internet (the IANA special-purpose registries, RFC 6890), in every
 * notation that leads there, unless the operator opened them, and always our own listeners.
 */
public final class AddressGuard {

  /** What the guard says of an address. */
  public sealed interface Verdict {
    /** A connection may be opened. */
    record Allowed() implements Verdict {}

    /**
     * The address is not on the public Internet.
     *
     * @param range the name of the range, for the bounce and the trace
     */
    record Forbidden(String range) implements Verdict {}

    /** The address and port are one of our own listeners: mail would loop. */
    record Own() implements Verdict {}
  }

  private record NamedRange(AddressRange range, String name) {
    static NamedRange of(String cidr, String name) {
      return new NamedRange(AddressRange.parse(cidr), name);
    }
  }

  private static final List<NamedRange> SPECIAL =
      List.of(
          NamedRange.of("0.0.0.0/8", "unspecified"),
          NamedRange.of("10.0.0.0/8", "private"),
          NamedRange.of("100.64.0.0/10", "carrier-grade NAT"),
          NamedRange.of("127.0.0.0/8", "loopback"),
          NamedRange.of("169.254.0.0/16", "link-local"),
          NamedRange.of("172.16.0.0/12", "private"),
          NamedRange.of("192.0.0.0/24", "protocol assignments"),
          NamedRange.of("192.0.2.0/24", "documentation"),
          NamedRange.of("192.168.0.0/16", "private"),
          NamedRange.of("198.18.0.0/15", "benchmarking"),
          NamedRange.of("198.51.100.0/24", "documentation"),
          NamedRange.of("203.0.113.0/24", "documentation"),
          NamedRange.of("224.0.0.0/4", "multicast"),
          NamedRange.of("255.255.255.255/32", "broadcast"),
          NamedRange.of("240.0.0.0/4", "reserved"),
          NamedRange.of("::/128", "unspecified"),
          NamedRange.of("::1/128", "loopback"),
          NamedRange.of("::/96", "IPv4-compatible"),
          NamedRange.of("64:ff9b:1::/48", "local translation"),
          NamedRange.of("100::/64", "discard"),
          NamedRange.of("2001::/32", "Teredo"),
          NamedRange.of("2001:db8::/32", "documentation"),
          NamedRange.of("3fff::/20", "documentation"),
          NamedRange.of("fc00::/7", "unique local"),
          NamedRange.of("fe80::/10", "link-local"),
          NamedRange.of("fec0::/10", "site-local"),
          NamedRange.of("ff00::/8", "multicast"));

  private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
  private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
  private static final int MAPPED_PREFIX = 12;

  private final List<AddressRange> opened;
  private final Set<InetSocketAddress> listeners;

  /**
   * A guard with these exceptions.
   *
   * @param opened ranges that are allowed although they are special
   * @param listeners where we accept mail ourselves; one on the unspecified address stands for
   *     every address of the loopback range, other local addresses are to be listed one by one
   */
  public AddressGuard(Collection<AddressRange> opened, Collection<InetSocketAddress> listeners) {
    this.opened = List.copyOf(opened);
    this.listeners = Set.copyOf(listeners);
  }

  /** Whether a connection to this address and port may be opened for somebody's MX record. */
  public Verdict judge(InetAddress address, int port) {
    if (isOwn(address, port)) {
      return new Verdict.Own();
    }
    return forbiddenRange(address)
        .or(() -> embedded(address).flatMap(this::forbiddenRange))
        .<Verdict>map(Verdict.Forbidden::new)
        .orElseGet(Verdict.Allowed::new);
  }

  /** Whether a connection to this address and port would reach one of our own listeners. */
  public boolean isOwn(InetAddress address, int port) {
    return isListener(address, port)
        || embedded(address).filter(inner -> isListener(inner, port)).isPresent();
  }

  private boolean isListener(InetAddress address, int port) {
    for (var listener : listeners) {
      if (listener.getPort() == port && reaches(address, listener.getAddress())) {
        return true;
      }
    }
    return false;
  }

  /** Connecting to the unspecified address reaches this host, as loopback does. */
  private static boolean reaches(InetAddress address, InetAddress listener) {
    return listener.equals(address)
        || address.isAnyLocalAddress()
        || (listener.isAnyLocalAddress() && address.isLoopbackAddress());
  }

  private Optional<String> forbiddenRange(InetAddress address) {
    for (var range : opened) {
      if (range.contains(address)) {
        return Optional.empty();
      }
    }
    for (var special : SPECIAL) {
      if (special.range().contains(address)) {
        return Optional.of(special.name());
      }
    }
    return Optional.empty();
  }

  /** The IPv4 address that a translator or tunnel on the way would take out of an IPv6 one. */
  private static Optional<InetAddress> embedded(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return Optional.empty();
    }
    var bytes = address.getAddress();
    if (NAT64.contains(address) || isMapped(bytes)) {
      return Optional.of(
          AddressRange.ofBytes(Arrays.copyOfRange(bytes, MAPPED_PREFIX, bytes.length)));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return Optional.of(AddressRange.ofBytes(Arrays.copyOfRange(bytes, 2, 6)));
    }
    return Optional.empty();
  }

  /** The platform turns mapped addresses into IPv4 ones by itself, except where a zone is given. */
  private static boolean isMapped(byte[] bytes) {
    for (var i = 0; i < MAPPED_PREFIX - 2; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[MAPPED_PREFIX - 2] == (byte) 0xff && bytes[MAPPED_PREFIX - 1] == (byte) 0xff;
  }
}
