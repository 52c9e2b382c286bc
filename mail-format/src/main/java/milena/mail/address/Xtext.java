package milena.mail.address;

import java.util.Optional;

/**
 * Text within a parameter (RFC 3461 §4): printable ASCII as itself, and what else there is, {@code
 * +} and {@code =} as {@code +} with two hexadecimal digits in upper case.
 */
public final class Xtext {

  private static final String DIGITS = "0123456789ABCDEF";

  private Xtext() {}

  /** What it stands for, each character one byte; empty when it is no xtext. */
  public static Optional<String> decode(String text) {
    var decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '+') {
        int high = digit(text, i + 1);
        int low = digit(text, i + 2);
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        decoded.append((char) (high * DIGITS.length() + low));
        i += 2;
      } else if (c > ' ' && c < 0x7f && c != '=') {
        decoded.append(c);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(decoded.toString());
  }

  private static int digit(String text, int at) {
    return at < text.length() ? DIGITS.indexOf(text.charAt(at)) : -1;
  }

  /** Whether it stands for nothing but printable ASCII and blanks. */
  public static boolean isPrintable(String text) {
    return decode(text)
        .filter(decoded -> decoded.chars().allMatch(c -> c >= ' ' && c < 0x7f))
        .isPresent();
  }
}
