package milena.policy.document;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** Regular expressions, of which RE2 takes only those that it can match in linear time. */
public final class Regex {
  private static final int LONGEST = 1000;

  /** RE2 writes a repeated group out as often as it may come; so many copies are enough. */
  private static final long MOST_COPIES = 1000;

  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

  private Regex() {}

  /** Whether the document takes an expression of this length, all that is repeated written out. */
  public static boolean fits(String text) {
    return isShort(text) && !isMany(text);
  }

  private static boolean isShort(String text) {
    return text.length() <= LONGEST;
  }

  private static boolean isMany(String text) {
    return text.contains("){") && copies(text) > MOST_COPIES;
  }

  static Pattern compile(String text) {
    Forms.checked(text, isShort(text), "is longer than " + LONGEST + " characters");
    if (isMany(text)) {
      throw new Unfit(
          "repeats groups up to " + copies(text) + " times", "stay below " + MOST_COPIES);
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException wrong) {
      int at = Math.max(0, text.indexOf(wrong.getPattern()));
      throw new IllegalArgumentException(
          "is no regular expression that RE2 takes: "
              + wrong.getDescription()
              + " at position "
              + (at + 1)
              + ", '"
              + wrong.getPattern()
              + "'");
    }
  }

  /** As if all that is repeated stood within each other. */
  private static long copies(String text) {
    long product = 1;
    var counts = COUNT.matcher(text);
    while (counts.find() && product <= MOST_COPIES) {
      var most = counts.group(2);
      product *=
          Math.max(1, Long.parseLong(most == null || most.isEmpty() ? counts.group(1) : most));
    }
    return product;
  }
}
