package milena.mail.mime;

import java.util.Locale;
import java.util.Optional;

/** Finds the domain of a message's author (RFC 5322 §3.6.2). */
public final class AuthorDomain {

  private AuthorDomain() {}

  /** The domain of the first address in From, in lower case; empty if there is none. */
  public static Optional<String> of(HeaderBlock header) {
    return header.first("From").flatMap(field -> ofValue(field.value()));
  }

  /** Reads a field's value: comments and quoted names may hold anything, even an at sign. */
  static Optional<String> ofValue(String value) {
    var plain = withoutCommentsAndQuotes(value);
    var open = plain.indexOf('<');
    var from = open < 0 ? 0 : open + 1;
    var at = plain.indexOf('@', from);
    if (at < 0) {
      return Optional.empty();
    }
    var end = at + 1;
    while (end < plain.length() && isDomain(plain.charAt(end))) {
      end++;
    }
    var domain = plain.substring(at + 1, end).toLowerCase(Locale.ROOT);
    return domain.isEmpty() ? Optional.empty() : Optional.of(domain);
  }

  private static boolean isDomain(char c) {
    return c == '-' || c == '.' || c == '_' || c >= 0x80 || Character.isLetterOrDigit(c);
  }

  private static String withoutCommentsAndQuotes(String value) {
    var plain = new StringBuilder(value.length());
    var depth = 0;
    var quoted = false;
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c == '\\' && (quoted || depth > 0)) {
        i++;
      } else if (c == '"' && depth == 0) {
        quoted = !quoted;
      } else if (c == '(' && !quoted) {
        depth++;
      } else if (c == ')' && !quoted && depth > 0) {
        depth--;
      } else if (!quoted && depth == 0 && c != ' ' && c != '\t') {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
