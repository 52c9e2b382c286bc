package milena.mail.reply;

import java.util.Optional;

/**
 * An enhanced mail system status code (RFC 3463 §2).
 *
 * @param severity the class: 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999: what it is about, such as 1 for addressing and 7 for policy
 * @param detail 0 to 999
 */
public record EnhancedCode(int severity, int subject, int detail) {

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public EnhancedCode {
    if (severity != 2 && severity != 4 && severity != 5) {
      throw new IllegalArgumentException("the class is 2, 4 or 5, not " + severity);
    }
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
      throw new IllegalArgumentException("subject and detail have one to three digits");
    }
  }

  /** Reads a text that is such a code and nothing else, such as {@code 5.1.1}. */
  public static Optional<EnhancedCode> parse(String text) {
    return leading(text).filter(code -> code.toString().length() == text.length());
  }

  /**
   * Reads the code that a text begins with, if a blank, a colon or the end follows it. Leading
   * zeros are not allowed, as in RFC 3463.
   */
  public static Optional<EnhancedCode> leading(String text) {
    if (text.length() < 5 || "245".indexOf(text.charAt(0)) < 0 || text.charAt(1) != '.') {
      return Optional.empty();
    }
    var dot = digitsEnd(text, 2);
    if (dot < 0 || dot == text.length() || text.charAt(dot) != '.') {
      return Optional.empty();
    }
    var end = digitsEnd(text, dot + 1);
    if (end < 0 || (end < text.length() && " \t:".indexOf(text.charAt(end)) < 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new EnhancedCode(
            text.charAt(0) - '0',
            Integer.parseInt(text, 2, dot, 10),
            Integer.parseInt(text, dot + 1, end, 10)));
  }

  /** Returns the end of one to three digits without a leading zero, or -1. */
  private static int digitsEnd(String text, int start) {
    var at = start;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    var digits = at - start;
    return digits == 0 || digits > 3 || (digits > 1 && text.charAt(start) == '0') ? -1 : at;
  }

  @Override
  public String toString() {
    return severity + "." + subject + "." + detail;
  }
}
