package milena.mail.address;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns a host name into its A-label form by the non-transitional rules of UTS 46.
 *
 * <p>{@link java.net.IDN} is not used: it follows IDNA 2003, knows no letter younger than Unicode
 * 3.2 and maps {@code ß} to {@code ss} and {@code ς} to {@code σ}, so that mail to one domain would
 * go to the holder of another. Here such letters keep their own A-label. The Bidi rule (RFC 5893)
 * is left to the registries: a name that breaks it does not exist in the DNS.
 */
final class DomainLabels {

  /** A name of more octets has no representation in a DNS packet (RFC 1035 §2.3.4). */
  private static final int MAX_NAME = 253;

  private static final int MAX_LABEL = 63;

  private DomainLabels() {}

  static Optional<String> toAscii(String name) {
    var dotted = name.replace('\u3002', '.').replace('\uff0e', '.').replace('\uff61', '.');
    var ascii = new StringBuilder(dotted.length());
    var last = "";
    for (var label : dotted.split("\\.", -1)) {
      last = label(label);
      if (last.isEmpty() || ascii.length() + last.length() > MAX_NAME) {
        return Optional.empty();
      }
      ascii.append(ascii.isEmpty() ? "" : ".").append(last);
    }
    // A last label of digits only is an address somebody forgot to put into brackets (RFC 3696 §2).
    if (ascii.length() > MAX_NAME || last.chars().allMatch(DomainLabels::isDigit)) {
      return Optional.empty();
    }
    return Optional.of(ascii.toString());
  }

  /** Returns the label in lower-case ASCII, or the empty string for one that is not valid. */
  private static String label(String label) {
    if (label.length() > MAX_LABEL) {
      return "";
    }
    if (label.chars().allMatch(c -> c < 128)) {
      var lower = label.toLowerCase(Locale.ROOT);
      return isLetterDigitHyphen(lower) ? lower : "";
    }
    var mapped = mapped(label);
    if (mapped.chars().allMatch(c -> c < 128)) {
      return isLetterDigitHyphen(mapped) ? mapped : "";
    }
    if (!isUnicodeLabel(mapped)) {
      return "";
    }
    var ascii = "xn--" + Punycode.encode(mapped);
    return ascii.length() <= MAX_LABEL ? ascii : "";
  }

  // Decomposed first, so that the dot of U+0130 survives lower-casing; code point by code point, so
  // that a capital sigma never turns into a final one by its place in the word.
  private static String mapped(String label) {
    var lower = new StringBuilder(label.length());
    Normalizer.normalize(label, Normalizer.Form.NFKD)
        .codePoints()
        .map(Character::toLowerCase)
        .filter(c -> c != 0xad)
        .forEach(lower::appendCodePoint);
    return Normalizer.normalize(lower, Normalizer.Form.NFKC);
  }

  private static boolean isLetterDigitHyphen(String label) {
    return !label.isEmpty()
        && label.charAt(0) != '-'
        && label.charAt(label.length() - 1) != '-'
        && label.chars().allMatch(c -> (c >= 'a' && c <= 'z') || isDigit(c) || c == '-');
  }

  private static boolean isUnicodeLabel(String label) {
    var first = label.codePointAt(0);
    var hyphens = label.length() > 3 && label.charAt(2) == '-' && label.charAt(3) == '-';
    return !hyphens
        && first != '-'
        && label.charAt(label.length() - 1) != '-'
        && !isMark(first)
        && label.codePoints().allMatch(DomainLabels::isAllowed);
  }

  private static boolean isAllowed(int c) {
    if (c < 128) {
      return (c >= 'a' && c <= 'z') || isDigit(c) || c == '-';
    }
    // The middle dot is Catalan, the other two are written inside Japanese and Tibetan names.
    return Character.isLetterOrDigit(c) || isMark(c) || c == 0xb7 || c == 0x30fb || c == 0x0f0b;
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> false;
    };
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
