package milena.http.compose;

/** Makes the line ends of a text those of mail. */
final class LineEnds {

  /** Octets of a line without its CR LF (RFC 5321 §4.5.3.1.6). */
  static final int LONGEST_LINE = 998;

  private LineEnds() {}

  /** CR LF for each CR LF, CR or LF. */
  static String ofMail(String text) {
    var mail = new StringBuilder(text.length() + text.length() / 32);
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\r' || c == '\n') {
        mail.append("\r\n");
        if (c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
          at++;
        }
      } else {
        mail.append(c);
      }
    }
    return mail.toString();
  }

  /** Whether lines can go as they are: none too long, and no NUL. */
  static boolean areSendable(byte[] bytes) {
    int length = 0;
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
      length = b == '\n' ? 0 : length + (b == '\r' ? 0 : 1);
      if (length > LONGEST_LINE) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes are over 127. */
  static long eightBits(byte[] bytes) {
    long count = 0;
    for (byte b : bytes) {
      count += b < 0 ? 1 : 0;
    }
    return count;
  }

  /** Whether a byte is over 127. */
  static boolean hasEightBit(byte[] bytes) {
    int bits = 0;
    for (byte b : bytes) {
      bits |= b;
    }
    return bits < 0;
  }
}
