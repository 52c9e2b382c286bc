package milena.ingest.header;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a header block ends while it still arrives, and what is in it, looking at every byte
 * once. Lines end with CRLF; a line that is neither a field nor a continuation ends the block too.
 */
public final class HeaderScan {

  /** What the names of all fields begin with that are for us, in lower case. */
  public static final String CONTROL_PREFIX = "x-milena-";

  private int lineStart;
  private int lookedAt;
  private int bits;
  private int lineBits;
  private int fields;
  // One bit for each of the single fields.
  private int seen;
  private int seenAgain;
  private boolean hasControls;

  /**
   * Goes on where it stopped.
   *
   * @param bytes the message from its first byte on
   * @param length how many of them are there by now
   * @return the facts once the block has ended, else null
   */
  public @Nullable HeaderFacts scan(byte[] bytes, int length) {
    for (int at = lookedAt; at < length; at++) {
      lineBits |= bytes[at];
      if (bytes[at] == '\n') {
        if (isEmpty(at)) {
          return facts(true);
        }
        if (!isHeaderLine(bytes, at)) {
          return facts(false);
        }
        nextLine(at + 1);
      }
    }
    lookedAt = length;
    return null;
  }

  /**
   * The facts of a message that is all header: it ended before its block did.
   *
   * @param bytes the whole message, which was scanned before
   * @param length how many there are; the last line may lack its end, and counts nevertheless
   */
  public HeaderFacts atEnd(byte[] bytes, int length) {
    if (lineStart < length) {
      if (!isHeaderLine(bytes, length)) {
        return facts(false);
      }
      nextLine(length);
    }
    return facts(true);
  }

  private void nextLine(int start) {
    bits |= lineBits;
    lineBits = 0;
    lineStart = start;
  }

  /** Negative if a byte of the block has its high bit set; what follows it does not count. */
  public int bits() {
    return bits;
  }

  /** Where the block ended: at the empty line, at the one that is no field, or with the message. */
  public int end() {
    return lineStart;
  }

  /** Whether there are fields that are for us. */
  public boolean hasControls() {
    return hasControls;
  }

  private boolean isEmpty(int lineFeed) {
    return lineFeed - lineStart <= 1;
  }

  private boolean isHeaderLine(byte[] bytes, int end) {
    if (bytes[lineStart] == ' ' || bytes[lineStart] == '\t') {
      return fields > 0;
    }
    int nameEnd = lineStart;
    while (nameEnd < end && bytes[nameEnd] > ' ' && bytes[nameEnd] != ':') {
      nameEnd++;
    }
    int colon = nameEnd;
    while (colon < end && (bytes[colon] == ' ' || bytes[colon] == '\t')) {
      colon++;
    }
    if (nameEnd == lineStart || colon == end || bytes[colon] != ':') {
      return false;
    }
    count(bytes, nameEnd);
    return true;
  }

  private void count(byte[] bytes, int nameEnd) {
    fields++;
    int single = SingleFields.index(bytes, lineStart, nameEnd);
    if (single >= 0) {
      seenAgain |= seen & 1 << single;
      seen |= 1 << single;
    } else if (begins(bytes, nameEnd, CONTROL_PREFIX)) {
      hasControls = true;
    }
  }

  private boolean begins(byte[] bytes, int nameEnd, String lowerCase) {
    if (nameEnd - lineStart < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      byte b = bytes[lineStart + i];
      if ((b >= 'A' && b <= 'Z' ? b | 0x20 : b) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private HeaderFacts facts(boolean endsProperly) {
    var repeated = new ArrayList<String>();
    for (int bits = seenAgain; bits != 0; bits &= bits - 1) {
      repeated.add(SingleFields.NAMES.get(Integer.numberOfTrailingZeros(bits)));
    }
    return new HeaderFacts(
        has(SingleFields.DATE),
        has(SingleFields.MESSAGE_ID),
        has(SingleFields.FROM),
        repeated,
        endsProperly);
  }

  private boolean has(int single) {
    return (seen & 1 << single) != 0;
  }
}
