package milena.mail.mime;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * What the header of a message or part says about its body (RFC 2045 §5, §6).
 *
 * @param type the media type in lower case, such as {@code text/plain}; what the standard supposes
 *     where nothing is said
 * @param encoding the Content-Transfer-Encoding in lower case, {@code 7bit} if none is given
 * @param boundary of a multipart, with the two hyphens before it; empty if there is none to use
 */
record PartHeader(String type, String encoding, String boundary) {

  /** Far more than the 70 characters that RFC 2046 §5.1.1 allows. */
  private static final int MAX_BOUNDARY = 200;

  private static final Set<String> IDENTITIES = Set.of("7bit", "8bit", "binary");
  private static final Set<String> NESTED = Set.of("message/rfc822", "message/global");

  static PartHeader of(HeaderBlock header, boolean inDigest) {
    var supposed = inDigest ? "message/rfc822" : "text/plain";
    var contentType = header.first("Content-Type").map(HeaderField::value).orElse("");
    var type = token(contentType, 0).toLowerCase(Locale.ROOT);
    var encoding =
        header.first("Content-Transfer-Encoding").map(field -> token(field.value(), 0)).orElse("");
    return new PartHeader(
        type.indexOf('/') > 0 ? type : supposed,
        encoding.isEmpty() ? "7bit" : encoding.toLowerCase(Locale.ROOT),
        boundary(contentType));
  }

  /** Whether the body is what it seems, not encoded. */
  boolean isIdentity() {
    return IDENTITIES.contains(encoding);
  }

  /** Whether the encoding promises no more than seven bits. */
  boolean isLabelledEightBit() {
    return encoding.equals("8bit") || encoding.equals("binary");
  }

  boolean isMultipart() {
    return isIdentity() && !boundary.isEmpty() && type.startsWith("multipart/");
  }

  /** Whether it is a multipart without a way to tell its parts; its body must not be encoded. */
  boolean isBrokenMultipart() {
    return type.startsWith("multipart/") && !isMultipart();
  }

  /** Whether its parts are what a signature covers (RFC 1847 §2.1). */
  boolean isSigned() {
    return type.equals("multipart/signed");
  }

  /** Whether the body may be any octets, without lines (RFC 2045 §2.9). */
  boolean isBinary() {
    return encoding.equals("binary");
  }

  boolean isDigest() {
    return type.equals("multipart/digest");
  }

  /** Whether the body is a message with a header of its own. */
  boolean isMessage() {
    return isIdentity() && NESTED.contains(type);
  }

  /** Whether the body is about a message, such as a report, and must not be encoded. */
  boolean isAboutMessage() {
    return type.startsWith("message/") && !isMessage();
  }

  /** Whether people can still read the body when it is quoted-printable. */
  boolean isText() {
    return type.startsWith("text/") || type.startsWith("message/");
  }

  private static String boundary(String contentType) {
    for (var at = contentType.indexOf(';'); at >= 0; at = nextParameter(contentType, at + 1)) {
      var start = at + 1;
      while (start < contentType.length() && contentType.charAt(start) <= ' ') {
        start++;
      }
      if (contentType.regionMatches(true, start, "boundary=", 0, 9)) {
        var value = value(contentType, start + 9).stripTrailing();
        return value.isEmpty() || value.length() > MAX_BOUNDARY ? "" : "--" + value;
      }
    }
    return "";
  }

  /** Returns where the semicolon before the next parameter is, quoted ones passed over, or -1. */
  private static int nextParameter(String text, int from) {
    var quoted = false;
    for (var at = from; at < text.length(); at++) {
      var c = text.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        at++;
      } else if (c == ';' && !quoted) {
        return at;
      }
    }
    return -1;
  }

  private static String value(String text, int from) {
    if (from >= text.length() || text.charAt(from) != '"') {
      return token(text, from);
    }
    var value = new StringBuilder();
    for (var at = from + 1; at < text.length() && text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at));
    }
    return value.toString();
  }

  private static String token(String text, int from) {
    var end = from;
    while (end < text.length() && text.charAt(end) > ' ' && ";(".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(from, end);
  }

  byte[] delimiter() {
    return boundary.getBytes(StandardCharsets.ISO_8859_1);
  }
}
