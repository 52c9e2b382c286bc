package milena.mail.mime;

import java.nio.charset.StandardCharsets;

/**
 * One field of a header block (RFC 5322 §2.2), a view into the bytes it was found in. Those bytes
 * must not change while the view is in use.
 */
public final class HeaderField {

  private final byte[] bytes;
  private final int start;
  private final int colon;
  private final int end;

  HeaderField(byte[] bytes, int start, int colon, int end) {
    this.bytes = bytes;
    this.start = start;
    this.colon = colon;
    this.end = end;
  }

  /** The name as written, without blanks before the colon. */
  public String name() {
    return new String(bytes, start, nameEnd() - start, StandardCharsets.ISO_8859_1);
  }

  /** Whether the name is {@code name}, in whatever case. */
  public boolean is(String name) {
    if (nameEnd() - start != name.length()) {
      return false;
    }
    for (var i = 0; i < name.length(); i++) {
      if (lower((char) bytes[start + i]) != lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  private int nameEnd() {
    var at = colon;
    while (at > start && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')) {
      at--;
    }
    return at;
  }

  /** The value without its folds and without blanks at either end (RFC 5322 §2.2.3). */
  public String value() {
    var value = new StringBuilder(end - colon);
    for (var at = colon + 1; at < end; at++) {
      if (bytes[at] != '\r' && bytes[at] != '\n') {
        value.append((char) (bytes[at] & 0xff));
      }
    }
    var latin = value.toString().strip();
    return isAscii()
        ? latin
        : new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Whether no octet has its high bit set. */
  public boolean isAscii() {
    for (var at = start; at < end; at++) {
      if (bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }

  /** Where the name begins in the bytes this is a view of. */
  public int start() {
    return start;
  }

  /** Where the colon is. */
  public int colon() {
    return colon;
  }

  /** Where the next field begins: after the line end of the last line. */
  public int end() {
    return end;
  }

  /** Writes the field octet for octet, with its line end. */
  public void writeTo(ByteSink sink) {
    sink.write(bytes, start, end - start);
  }

  /** The octet at an absolute position between {@link #start()} and {@link #end()}. */
  public byte at(int position) {
    return bytes[position];
  }
}
