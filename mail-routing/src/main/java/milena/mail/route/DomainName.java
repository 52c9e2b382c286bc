package milena.mail.route;

import java.util.Locale;

/** What passes for a domain or host name before anybody is asked about it. */
final class DomainName {

  private static final int MAX_LENGTH = 253;
  private static final int MAX_LABEL = 63;

  private DomainName() {}

  /**
   * Whether this is one or more labels of letters, digits, hyphens and underscores, as long as the
   * DNS allows (RFC 1035 §2.3.4). Underscores are no part of a host name, but some have them.
   */
  static boolean isHost(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      return false;
    }
    var label = 0;
    var digits = 0;
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (c == '.') {
        if (label == 0) {
          return false;
        }
        label = 0;
        digits = 0;
      } else if (!isLabelCharacter(c) || ++label > MAX_LABEL) {
        return false;
      } else if (isDigit(c)) {
        digits++;
      }
    }
    // RFC 3696 §2: the last label is never all digits, so an address is not taken for a name.
    return label > digits;
  }

  static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static boolean isLabelCharacter(char c) {
    return (c >= 'a' && c <= 'z') || isDigit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
