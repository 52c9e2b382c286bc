package milena.bench.sink;

import java.util.Locale;
import java.util.Optional;

/**
 * The argument of MAIL or RCPT: a path in angle brackets and what stands after it.
 *
 * @param address the address without brackets and source route, its domain in lower case; empty for
 *     the null reverse-path
 * @param parameters what follows, perhaps empty
 */
record MailPath(String address, String parameters) {
  /**
   * Reads the argument leniently: blanks around the path are let pass.
   *
   * @param keyword {@code FROM:} or {@code TO:}
   * @return nothing when it is malformed
   */
  static Optional<MailPath> parse(String keyword, String argument) {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
      return Optional.empty();
    }
    String rest = argument.substring(keyword.length()).strip();
    int close = rest.startsWith("<") ? closingBracket(rest) : -1;
    if (close < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new MailPath(address(rest.substring(1, close)), rest.substring(close + 1).strip()));
  }

  /** Returns the domain, or an empty string when there is none. */
  String domain() {
    int at = address.lastIndexOf('@');
    return at < 0 ? "" : address.substring(at + 1);
  }

  private static String address(String path) {
    int route = path.startsWith("@") ? path.indexOf(':') : -1;
    String mailbox = path.substring(route + 1);
    int at = mailbox.lastIndexOf('@');
    return at < 0
        ? mailbox
        : mailbox.substring(0, at) + mailbox.substring(at).toLowerCase(Locale.ROOT);
  }

  /** A quoted local part may hold brackets (RFC 5321 section 4.1.2). */
  private static int closingBracket(String text) {
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}
