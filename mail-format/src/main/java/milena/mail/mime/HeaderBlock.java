package milena.mail.mime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The header of a message or of a part: everything before the first empty line (RFC 5322 §2.1), a
 * view into bytes that must not change while it is in use.
 *
 * <p>Fields are found as they are asked for, in one pass. A line ends at LF, so that content from a
 * door that does not insist on CR LF is read the same way. A line that neither is a field nor
 * continues one is passed over.
 */
public final class HeaderBlock implements Iterable<HeaderField> {

  /** Octets of header that a caller should be ready to collect before it gives a message up. */
  public static final int MAX_OCTETS = 256 * 1024;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final int bodyStart;

  private HeaderBlock(byte[] bytes, int start, int end, int bodyStart) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.bodyStart = bodyStart;
  }

  /**
   * Reads the header of a message that is complete in the slice; one without an empty line is all
   * header.
   */
  public static HeaderBlock of(byte[] bytes, int offset, int length) {
    var end = offset + length;
    return find(bytes, offset, length).orElseGet(() -> new HeaderBlock(bytes, offset, end, end));
  }

  /**
   * Reads the header of a message of which the slice holds the beginning.
   *
   * @return the header, or empty if its end is not in the slice yet
   */
  public static Optional<HeaderBlock> find(byte[] bytes, int offset, int length) {
    var end = offset + length;
    for (var line = offset; line < end; ) {
      var lf = indexOfLf(bytes, line, end);
      if (lf == line || (lf == line + 1 && bytes[line] == '\r' && lf < end)) {
        return lf < end
            ? Optional.of(new HeaderBlock(bytes, offset, line, lf + 1))
            : Optional.empty();
      }
      line = lf + 1;
    }
    return Optional.empty();
  }

  /** Where the header begins in the bytes. */
  public int start() {
    return start;
  }

  /** Where the empty line begins. */
  public int end() {
    return end;
  }

  /** Where the body begins: after the empty line. */
  public int bodyStart() {
    return bodyStart;
  }

  /** The first field of that name. */
  public Optional<HeaderField> first(String name) {
    for (var field : this) {
      if (field.is(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** The values of all fields of that name. */
  public List<String> values(String name) {
    var values = new ArrayList<String>();
    for (var field : this) {
      if (field.is(name)) {
        values.add(field.value());
      }
    }
    return values;
  }

  /** Whether there is a field of that name. */
  public boolean has(String name) {
    return first(name).isPresent();
  }

  /** Whether no octet of the header has its high bit set. */
  public boolean isAscii() {
    for (var at = start; at < end; at++) {
      if (bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Iterator<HeaderField> iterator() {
    return new Fields();
  }

  private static int indexOfLf(byte[] bytes, int from, int end) {
    var at = from;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private final class Fields implements Iterator<HeaderField> {
    private int fieldStart = start;
    private int colon = -1;
    private int fieldEnd;

    Fields() {
      seek();
    }

    /** Moves to the next line with a name and a colon, and to the end of its last continuation. */
    private void seek() {
      for (colon = -1; fieldStart < end; fieldStart = fieldEnd) {
        var lineEnd = lineEnd(fieldStart);
        colon = colonOf(fieldStart, lineEnd);
        fieldEnd = lineEnd;
        while (fieldEnd < end && isBlank(bytes[fieldEnd])) {
          fieldEnd = lineEnd(fieldEnd);
        }
        if (colon > 0) {
          return;
        }
      }
    }

    private int lineEnd(int from) {
      return Math.min(indexOfLf(bytes, from, end) + 1, end);
    }

    /** Returns where the colon after a field name is, or -1 if the line has no name. */
    private int colonOf(int from, int to) {
      var at = from;
      while (at < to && bytes[at] > ' ' && bytes[at] < 127 && bytes[at] != ':') {
        at++;
      }
      if (at == from) {
        return -1;
      }
      while (at < to && isBlank(bytes[at])) {
        at++;
      }
      return at < to && bytes[at] == ':' ? at : -1;
    }

    private static boolean isBlank(byte b) {
      return b == ' ' || b == '\t';
    }

    @Override
    public boolean hasNext() {
      return fieldStart < end;
    }

    @Override
    public HeaderField next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var field = new HeaderField(bytes, fieldStart, colon, fieldEnd);
      fieldStart = fieldEnd;
      seek();
      return field;
    }
  }
}
