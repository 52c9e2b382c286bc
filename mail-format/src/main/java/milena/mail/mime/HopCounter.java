package milena.mail.mime;

/**
 * Counts the Received fields of a header block that arrives in slices of clean CR LF lines, one for
 * each hop the message has made (RFC 5321 §6.3).
 */
public final class HopCounter {

  private static final byte[] NAME = {'r', 'e', 'c', 'e', 'i', 'v', 'e', 'd', ':'};
  private static final int NO_MATCH = -1;

  private int matched;
  private int lineLength;
  private boolean inHeader = true;
  private int count;

  /** Takes the next slice. */
  public void scan(byte[] bytes, int from, int to) {
    for (var at = from; inHeader && at < to; at++) {
      var b = bytes[at];
      if (b == '\n') {
        inHeader = lineLength > 0;
        lineLength = 0;
        matched = 0;
      } else if (b != '\r') {
        lineLength++;
        match(b);
      }
    }
  }

  private void match(byte b) {
    if (matched == NO_MATCH) {
      return;
    }
    // Only letters and the colon are compared, and the colon already has the bit that lowers case.
    matched = (b | 0x20) == NAME[matched] ? matched + 1 : NO_MATCH;
    if (matched == NAME.length) {
      count++;
      matched = NO_MATCH;
    }
  }

  /** Fields so far. */
  public int count() {
    return count;
  }
}
