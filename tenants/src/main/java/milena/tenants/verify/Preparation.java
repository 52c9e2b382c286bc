package milena.tenants.verify;

import java.text.Normalizer;
import java.util.Optional;

/**
 * Makes logins and passwords comparable however a client writes them: one spelling of each.
 *
 * <p>SCRAM (RFC 5802) asks for SASLprep (RFC 4013), which nobody but its own tables of Unicode 3.2
 * can do to the letter, and whose successor PRECIS (RFC 8265) normalises another way. What is done
 * here is SASLprep with the Unicode of this JDK: spaces become U+0020, invisible characters go, the
 * rest is normalised by NFKC, and what cannot be typed (controls, surrogates, private use,
 * characters that do not exist) is refused. The rules for mixed directions are left out: they keep
 * a reader from confusion, not a comparison from being right. ASCII stays as it is. Upper and lower
 * case stay different.
 */
public final class Preparation {

  /** More characters than this (UTF-16 units) are refused, of logins and of passwords. */
  public static final int MAX_CHARS = 256;

  /** What RFC 3454, table B.1, maps to nothing. */
  private static final String INVISIBLE =
      "\u00AD\u034F\u1806\u180B\u180C\u180D\u200B\u200C\u200D\u2060\uFEFF";

  private static final int FIRST_VARIATION_SELECTOR = 0xFE00;
  private static final int LAST_VARIATION_SELECTOR = 0xFE0F;
  private static final int FIRST_SPECIAL = 0xFFF9;
  private static final int LAST_SPECIAL = 0xFFFD;

  private Preparation() {}

  /** The one spelling; empty where the text has none, is empty or too long. */
  public static Optional<String> of(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      return Optional.of(text);
    }
    var mapped =
        text.codePoints()
            .filter(c -> !invisible(c))
            .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    var normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
    return normal.isEmpty() || !normal.codePoints().allMatch(Preparation::typed)
        ? Optional.empty()
        : Optional.of(normal);
  }

  private static boolean invisible(int c) {
    return INVISIBLE.indexOf(c) >= 0
        || (c >= FIRST_VARIATION_SELECTOR && c <= LAST_VARIATION_SELECTOR);
  }

  private static boolean typed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c < FIRST_SPECIAL || c > LAST_SPECIAL;
    };
  }
}
