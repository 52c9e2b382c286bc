package milena.mail.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * The part of an address after the at sign: a name in the DNS or an address literal (RFC 5321
 * §4.1.2, §4.1.3). Two domains are equal when mail to them goes to the same place: case and the
 * choice of U-label or A-label make no difference.
 */
public sealed interface Domain {

  /** Longest domain that fits an SMTP command, in octets (RFC 5321 §4.5.3.1.2). */
  int MAX_OCTETS = 255;

  /** The form for the wire and for the DNS: lower case, A-labels, literals in brackets. */
  String ascii();

  /** A host name as lower-case letter-digit-hyphen labels, internationalized ones as A-labels. */
  record Name(String ascii) implements Domain {
    /**
     * @throws IllegalArgumentException if {@code ascii} is not such a name; text from outside goes
     *     through {@link Domain#parse(String)}
     */
    public Name {
      if (!DomainLabels.toAscii(ascii).equals(Optional.of(ascii))) {
        throw new IllegalArgumentException("not a canonical domain name");
      }
    }

    @Override
    public String toString() {
      return ascii;
    }
  }

  /** An address literal such as {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}. */
  record Literal(InetAddress address) implements Domain {
    @Override
    public String ascii() {
      return address instanceof Inet6Address
          ? "[IPv6:" + withoutScope(address.getHostAddress()) + "]"
          : "[" + address.getHostAddress() + "]";
    }

    private static String withoutScope(String text) {
      var percent = text.indexOf('%');
      return percent < 0 ? text : text.substring(0, percent);
    }

    @Override
    public String toString() {
      return ascii();
    }
  }

  /**
   * Reads a domain as it stands in an address; never asks the DNS.
   *
   * @return the domain, or empty if the text is neither a host name nor an IPv4 or IPv6 literal
   */
  static Optional<Domain> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_OCTETS) {
      return Optional.empty();
    }
    if (text.charAt(0) == '[') {
      return literal(text);
    }
    return DomainLabels.toAscii(text).map(Name::new);
  }

  private static Optional<Domain> literal(String text) {
    if (text.charAt(text.length() - 1) != ']') {
      return Optional.empty();
    }
    var inside = text.substring(1, text.length() - 1);
    try {
      if (inside.toLowerCase(Locale.ROOT).startsWith("ipv6:")) {
        var digits = inside.substring(5);
        return onlyHexColonDot(digits)
            ? Optional.of(new Literal(Inet6Address.ofLiteral(digits)))
            : Optional.empty();
      }
      return isDottedQuad(inside)
          ? Optional.of(new Literal(Inet4Address.ofLiteral(inside)))
          : Optional.empty();
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  // The JDK also reads scope ids and brackets, which no address literal has.
  private static boolean onlyHexColonDot(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(c -> (c < 128 && Character.digit(c, 16) >= 0) || c == ':' || c == '.');
  }

  // The JDK also reads "1.2" and leading zeros, which mean different hosts to different readers.
  private static boolean isDottedQuad(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (var part : parts) {
      var digits =
          !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(DomainLabels::isDigit);
      if (!digits || (part.length() > 1 && part.charAt(0) == '0') || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }
}
