package milena.mail.mime;

/**
 * Tells whether octets that come in slices are lines: no NUL, CR and LF only together, no line over
 * the limit, and where seven bits are asked for no octet above 127.
 */
final class LineWatch {

  /** Octets of a line without its CR LF (RFC 5322 §2.1.1). */
  static final int MAX_LINE = 998;

  private final boolean eightBit;
  private boolean afterCr;
  private boolean tooLong;
  private boolean unclean;
  private int length;

  /**
   * Watches.
   *
   * @param eightBit whether lines may have octets above 127
   */
  LineWatch(boolean eightBit) {
    this.eightBit = eightBit;
  }

  /** Takes the next slice. */
  void see(byte[] bytes, int offset, int count) {
    for (var at = offset; at < offset + count; at++) {
      see(bytes[at]);
    }
  }

  private void see(byte b) {
    var lf = b == '\n';
    unclean |= b == 0 || (b < 0 && !eightBit) || lf != afterCr;
    afterCr = b == '\r';
    if (lf) {
      length = 0;
    } else if (!afterCr && ++length > MAX_LINE) {
      tooLong = true;
      length = 0;
    }
  }

  /** Whether a line was over the limit. */
  boolean hasLongLine() {
    return tooLong;
  }

  /** Whether all octets so far were such lines; a CR at the very end is alone. */
  boolean isClean() {
    return !unclean && !afterCr && !tooLong;
  }
}
