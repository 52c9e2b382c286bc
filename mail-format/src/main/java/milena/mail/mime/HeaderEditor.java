package milena.mail.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts fields before a message without touching what is there.
 *
 * <p>Values come from strangers (an EHLO name, an address), so no value can begin a new field or
 * end the header: every control character becomes a question mark, and so does whatever is not
 * ASCII unless the message is an internationalized one. Long values are folded. Not safe for use by
 * several threads.
 */
public final class HeaderEditor {

  /** Lines are folded before they get longer, where there is a blank to do it (RFC 5322 §2.1.1). */
  private static final int GOOD_LINE = 78;

  /**
   * A word of more characters is broken, so that no line gets longer than 998 octets, of which a
   * character may take three.
   */
  private static final int MAX_PIECE = 300;

  private final boolean utf8;
  private final List<byte[]> fields = new ArrayList<>();

  /**
   * @param utf8 whether the message was sent with SMTPUTF8, so that its header may hold UTF-8 (RFC
   *     6532)
   */
  public HeaderEditor(boolean utf8) {
    this.utf8 = utf8;
  }

  /** Returns those of {@code names} that the header does not have, in the same order. */
  public static List<String> missing(HeaderBlock header, List<String> names) {
    var missing = new ArrayList<>(names);
    for (var field : header) {
      missing.removeIf(field::is);
    }
    return missing;
  }

  /**
   * Puts a field before all others, those put before included.
   *
   * @param name the field name, in letters, digits and hyphens
   * @param value any text; blanks in it are where the field may be folded
   * @throws IllegalArgumentException if {@code name} is not a field name, which only our own code
   *     can bring about
   */
  public void prepend(String name, String value) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')) {
      throw new IllegalArgumentException("not a field name");
    }
    fields.addFirst(folded(name, clean(value)).getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes that go before the message: the fields, each with its line end. */
  public byte[] prefix() {
    var out = new ByteArrayOutputStream();
    fields.forEach(out::writeBytes);
    return out.toByteArray();
  }

  private String clean(String value) {
    var clean = new StringBuilder(value.length());
    value
        .strip()
        .replaceAll("[ \t]+", " ")
        .codePoints()
        .map(c -> Character.isISOControl(c) || (c > 127 && !utf8) || isSurrogate(c) ? '?' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static String folded(String name, String value) {
    var out = new StringBuilder(name.length() + value.length() + 16).append(name).append(':');
    var line = out.length();
    var first = true;
    for (var word : value.split(" ")) {
      for (var piece : pieces(word)) {
        var octets = piece.getBytes(StandardCharsets.UTF_8).length + 1;
        if (!first && line + octets > GOOD_LINE) {
          out.append("\r\n");
          line = 0;
        }
        out.append(' ').append(piece);
        line += octets;
        first = false;
      }
    }
    return out.append("\r\n").toString();
  }

  private static List<String> pieces(String word) {
    var pieces = new ArrayList<String>();
    var start = 0;
    while (word.length() - start > MAX_PIECE) {
      var end = start + MAX_PIECE;
      end = Character.isLowSurrogate(word.charAt(end)) ? end - 1 : end;
      pieces.add(word.substring(start, end));
      start = end;
    }
    pieces.add(word.substring(start));
    return pieces;
  }
}
