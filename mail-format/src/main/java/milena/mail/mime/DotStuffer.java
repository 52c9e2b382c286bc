package milena.mail.mime;

/**
 * Encodes a message for DATA, slice by slice (RFC 5321 §4.5.2): doubles the dot that begins a line
 * and ends with CR LF dot CR LF.
 *
 * <p>Whatever comes in, what goes out has no CR or LF alone: each becomes a CR LF, so that no
 * message can smuggle a second one past the next server. Content that came through {@link
 * DotUnstuffer} has none and is sent octet for octet. Not safe for use by several threads.
 */
public final class DotStuffer {

  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] DOT = {'.'};
  private static final byte[] FINAL_DOT = {'.', '\r', '\n'};

  private final ByteSink sink;
  private boolean lineStart = true;
  private boolean afterCr;

  /**
   * @param sink takes what is to be sent, runs of the input and single line ends in turn
   */
  public DotStuffer(ByteSink sink) {
    this.sink = sink;
  }

  /** Encodes the next slice of the message. */
  public void write(byte[] bytes, int offset, int length) {
    var end = offset + length;
    var run = offset;
    for (var at = offset; at < end; at++) {
      var b = bytes[at];
      if (afterCr) {
        run = settleCr(bytes, run, at, at == offset);
        if (b == '\n') {
          continue;
        }
      }
      if (b == '\r') {
        afterCr = true;
      } else if (b == '\n') {
        run = endLine(bytes, run, at, at + 1);
      } else {
        if (b == '.' && lineStart) {
          flush(bytes, run, at);
          sink.write(DOT, 0, 1);
          run = at;
        }
        lineStart = false;
        at = lastOfLine(bytes, at, end);
      }
    }
    flush(bytes, run, afterCr ? Math.max(run, end - 1) : end);
  }

  /** Returns the position before the next CR or LF, or before the end. */
  private static int lastOfLine(byte[] bytes, int from, int end) {
    var at = from + 1;
    while (at < end && bytes[at] != '\r' && bytes[at] != '\n') {
      at++;
    }
    return at - 1;
  }

  /**
   * Decides about the CR before {@code at}, which stays in the run if it has its LF and is in this
   * slice; returns where the run now begins.
   */
  private int settleCr(byte[] bytes, int run, int at, boolean crInLastSlice) {
    afterCr = false;
    lineStart = true;
    var next = bytes[at] == '\n' ? at + 1 : at;
    if (crInLastSlice) {
      return endLine(bytes, at, at, next);
    }
    return next > at ? run : endLine(bytes, run, at - 1, next);
  }

  /** Writes the line that ends at {@code to}, its CR LF, and returns where the next one begins. */
  private int endLine(byte[] bytes, int run, int to, int next) {
    flush(bytes, run, to);
    sink.write(CRLF, 0, 2);
    lineStart = true;
    return next;
  }

  private void flush(byte[] bytes, int from, int to) {
    if (from < to) {
      sink.write(bytes, from, to - from);
    }
  }

  /** Writes the missing end of the last line, if it has none, and the final dot. */
  public void finish() {
    if (afterCr || !lineStart) {
      sink.write(CRLF, 0, 2);
    }
    sink.write(FINAL_DOT, 0, FINAL_DOT.length);
  }
}
