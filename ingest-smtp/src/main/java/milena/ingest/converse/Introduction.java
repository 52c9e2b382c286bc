package milena.ingest.converse;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import milena.mail.address.Xtext;

/**
 * What XCLIENT says of the client that another server speaks for, in Postfix's protocol. All of it
 * is checked; what counts is the address, since a conversation knows its client by nothing else.
 *
 * @param address the client's; empty when it was not said
 */
record Introduction(Optional<InetAddress> address) {

  /** Of a client whose address is not known: it is in no network. */
  static final InetAddress UNKNOWN = InetAddress.ofLiteral("0.0.0.0");

  /** What EHLO offers. LOGIN is read, as proxies send it unasked, but it proves nothing here. */
  static final String OFFER = "XCLIENT NAME ADDR PORT PROTO HELO DESTADDR DESTPORT";

  private static final int MAX_NAME = 255;
  private static final int MAX_PORT = 65_535;
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
  private static final String IPV6_PREFIX = "IPV6:";

  private enum Attribute {
    NAME,
    ADDR,
    PORT,
    PROTO,
    HELO,
    LOGIN,
    DESTADDR,
    DESTPORT;

    static Optional<Attribute> of(String name) {
      for (var attribute : values()) {
        if (attribute.name().equalsIgnoreCase(name)) {
          return Optional.of(attribute);
        }
      }
      return Optional.empty();
    }

    /** Whether it may have this value, which is neither of those that say that it is not known. */
    boolean takes(String value) {
      return switch (this) {
        case NAME, HELO, LOGIN ->
            value.length() <= MAX_NAME && value.chars().allMatch(c -> c > ' ' && c != 0x7f);
        case ADDR, DESTADDR -> literal(value).isPresent();
        case PORT, DESTPORT ->
            DIGITS.matcher(value).matches() && Integer.parseInt(value) <= MAX_PORT;
        case PROTO -> value.equalsIgnoreCase("SMTP") || value.equalsIgnoreCase("ESMTP");
      };
    }
  }

  /** Reads the attributes; empty when there is none, one is not known, there twice or not right. */
  static Optional<Introduction> parse(String argument) {
    var seen = EnumSet.noneOf(Attribute.class);
    var address = Optional.<InetAddress>empty();
    for (var word : argument.split("[ \\t]+")) {
      int equals = word.indexOf('=');
      var attribute = Attribute.of(word.substring(0, Math.max(0, equals)));
      var value = Xtext.decode(word.substring(equals + 1)).filter(text -> !text.isEmpty());
      if (attribute.isEmpty() || value.isEmpty() || !seen.add(attribute.get())) {
        return Optional.empty();
      }
      boolean known = !isUnavailable(value.get());
      if (known && !attribute.get().takes(value.get())) {
        return Optional.empty();
      }
      if (attribute.get() == Attribute.ADDR) {
        address = known ? literal(value.get()) : Optional.of(UNKNOWN);
      }
    }
    return Optional.of(new Introduction(address));
  }

  private static boolean isUnavailable(String value) {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "[UNAVAILABLE]", "[TEMPUNAVAIL]" -> true;
      default -> false;
    };
  }

  // Only these two forms: the JDK's parser takes 127.1 as well, and scopes of this machine.
  private static Optional<InetAddress> literal(String value) {
    boolean six = value.regionMatches(true, 0, IPV6_PREFIX, 0, IPV6_PREFIX.length());
    var text = six ? value.substring(IPV6_PREFIX.length()) : value;
    if (!(six ? IPV6 : IPV4).matcher(text).matches() || six == (text.indexOf(':') < 0)) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
