package milena.bench.sink;

import io.netty.buffer.ByteBuf;

/**
 * Finds the line with a lone dot that ends DATA (RFC 5321 section 4.1.1.4), wherever the network
 * cut the bytes.
 *
 * <p>Between line ends the buffer is searched in bulk; only the bytes after a CR are looked at one
 * by one. Nothing but CR LF dot CR LF ends the data: a bare LF or CR belongs to the body, so that
 * no client can hide a second message in the first (SMTP smuggling).
 */
final class EndOfData {
  private static final int NOTHING = 0;
  private static final int CR = 1;
  private static final int CRLF = 2;
  private static final int CRLF_DOT = 3;
  private static final int CRLF_DOT_CR = 4;
  private static final int FOUND = 5;

  private int matched = CRLF;

  /** Begins a new body: its first line may be the lone dot. */
  void reset() {
    matched = CRLF;
  }

  /**
   * Searches the readable bytes without consuming any.
   *
   * @return the index just after the end of the data, or -1 when it is not among these bytes; the
   *     next call must be given the bytes that follow them
   */
  int search(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end) {
      if (matched == NOTHING) {
        int cr = in.indexOf(at, end, (byte) '\r');
        if (cr < 0) {
          return -1;
        }
        matched = CR;
        at = cr + 1;
      } else {
        matched = after(matched, in.getByte(at++));
        if (matched == FOUND) {
          return at;
        }
      }
    }
    return -1;
  }

  private static int after(int matched, byte next) {
    if (matched == CR && next == '\n') {
      return CRLF;
    }
    if (matched == CRLF && next == '.') {
      return CRLF_DOT;
    }
    if (matched == CRLF_DOT_CR && next == '\n') {
      return FOUND;
    }
    if (next == '\r') {
      return matched == CRLF_DOT ? CRLF_DOT_CR : CR;
    }
    return NOTHING;
  }
}
