package milena.mail.route.address;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses written out as text, read strictly and without ever asking a name service: four decimal
 * numbers for IPv4 (no short, octal or hexadecimal forms), RFC 4291 §2.2 for IPv6 (no zone).
 */
public final class AddressLiteral {

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final String IPV6_TAG = "ipv6:";

  private AddressLiteral() {}

  /** The address that {@code text} writes out, or empty when it is anything else. */
  public static Optional<InetAddress> parse(String text) {
    var wellFormed =
        text.indexOf(':') >= 0 ? IPV6.matcher(text).matches() : IPV4.matcher(text).matches();
    if (!wellFormed) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** Whether the domain part of an address is written in brackets (RFC 5321 §4.1.3). */
  public static boolean isBracketed(String domain) {
    return domain.startsWith("[") && domain.endsWith("]") && domain.length() > 2;
  }

  /**
   * Reads {@code [192.0.2.1]}, {@code [IPv6:2001:db8::1]} or, as configuration writes it, {@code
   * [2001:db8::1]}.
   */
  public static Optional<InetAddress> parseBracketed(String domain) {
    if (!isBracketed(domain)) {
      return Optional.empty();
    }
    var inner = domain.substring(1, domain.length() - 1);
    if (inner.toLowerCase(Locale.ROOT).startsWith(IPV6_TAG)) {
      var address = inner.substring(IPV6_TAG.length());
      return address.indexOf(':') >= 0 ? parse(address) : Optional.empty();
    }
    return parse(inner);
  }
}
