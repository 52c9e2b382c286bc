package milena.http.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import milena.mail.address.FromDomains;
import org.jspecify.annotations.Nullable;

/**
 * Writes header fields: folded (RFC 5322 §2.2.3), what is not ASCII as encoded words (RFC 2047),
 * and never with a line end that was in a value.
 */
final class HeaderText {

  private static final int FOLD_AT = 76;
  private static final int LONGEST_WORD = 900;
  private static final int ENCODED_OCTETS = 42;
  private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,76}");
  private static final Pattern PLAIN_PHRASE =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Set<String> ADDRESSES =
      Set.of("from", "sender", "reply-to", "to", "cc", "resent-from", "resent-to", "resent-cc");
  private static final Set<String> STRUCTURED =
      Set.of("message-id", "in-reply-to", "references", "date", "list-unsubscribe");

  private HeaderText() {}

  /** Whether a field may have this name. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether a field is one by which mail over SMTP asks something of this server. */
  static boolean isControl(String lowerCaseName) {
    return lowerCaseName.startsWith("x-milena-");
  }

  /** Whether a value could end its field. */
  static boolean breaksOut(String value) {
    return value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t');
  }

  /** Refuses a header, or what is added to one, that is longer than what is left for it. */
  static void checkLength(CharSequence text, int most, String pointer) throws Fault {
    if (text.length() > most) {
      throw new Fault(413, "The header would be too long.", pointer);
    }
  }

  /** Writes a field with a value in which nothing {@link #breaksOut breaks out}. */
  static void append(StringBuilder to, String name, String value, String pointer) throws Fault {
    if (breaksOut(value)) {
      throw new Fault("A header field has a line end or a control character in it.", pointer);
    }
    to.append(name).append(':');
    fold(to, name.length() + 1, encoded(name, value.strip()), pointer);
  }

  private static String encoded(String name, String value) {
    if (isAscii(value) && longestWord(value) <= LONGEST_WORD) {
      return value;
    }
    var lower = name.toLowerCase(Locale.ROOT);
    if (ADDRESSES.contains(lower)) {
      return Phrases.of(value, HeaderText::phraseBefore);
    }
    return STRUCTURED.contains(lower) ? value : words(value);
  }

  private static String phraseBefore(String between) {
    var phrase = between.strip();
    if (isAscii(phrase)) {
      return between;
    }
    var text = phrase.replaceAll("\\\\(.)", "$1").replace("\"", "");
    return " " + words(text) + " ";
  }

  private static int longestWord(String value) {
    int longest = 0;
    int start = 0;
    for (int at = 0; at <= value.length(); at++) {
      if (at == value.length() || value.charAt(at) == ' ' || value.charAt(at) == '\t') {
        longest = Math.max(longest, at - start);
        start = at + 1;
      }
    }
    return longest;
  }

  private static void fold(StringBuilder to, int column, String value, String pointer)
      throws Fault {
    int at = column;
    for (var word : value.split("[ \t]+", -1)) {
      if (word.getBytes(StandardCharsets.UTF_8).length > LONGEST_WORD) {
        throw new Fault("A header field has a word that is too long for a line.", pointer);
      }
      if (at + 1 + word.length() > FOLD_AT && at > column) {
        to.append("\r\n");
        at = 0;
      }
      to.append(' ').append(word);
      at += 1 + word.length();
    }
    to.append("\r\n");
  }

  /** A name before an address, as it is, quoted or encoded. */
  static String phrase(String name, String pointer) throws Fault {
    if (breaksOut(name)) {
      throw new Fault("A name has a line end or a control character in it.", pointer);
    }
    if (!isAscii(name)) {
      return words(name);
    }
    if (PLAIN_PHRASE.matcher(name).matches() && !name.contains("=?")) {
      return name;
    }
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace('\t', ' ') + '"';
  }

  /** Encoded words for a text, with blanks between them. */
  static String words(String text) {
    List<String> words = new ArrayList<>();
    var part = new StringBuilder();
    int octets = 0;
    for (int codePoint : text.codePoints().toArray()) {
      int size = utf8Size(codePoint);
      if (octets + size > ENCODED_OCTETS) {
        words.add(word(part));
        part.setLength(0);
        octets = 0;
      }
      part.appendCodePoint(codePoint);
      octets += size;
    }
    words.add(word(part));
    return String.join(" ", words);
  }

  private static String word(CharSequence part) {
    var bytes = part.toString().getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }

  private static int utf8Size(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < 0x10000 ? 3 : 4;
  }

  /**
   * The domains of all authors in the value of a From field.
   *
   * @throws Fault when it cannot be said which they are
   */
  static List<String> fromDomains(String value, String pointer) throws Fault {
    return FromDomains.of(value)
        .orElseThrow(() -> new Fault("From has no address that can be read.", pointer));
  }

  static boolean isAscii(@Nullable CharSequence text) {
    return text == null || text.chars().allMatch(c -> c < 128);
  }
}
