package milena.mail.mime;

/**
 * Quoted-printable for text (RFC 2045 §6.7): CR LF stays a line end, a CR or LF alone is encoded.
 *
 * <p>A hyphen that begins a line is encoded too: a soft line break may put one there, and no line
 * of the result may look like a delimiter.
 */
public final class QuotedPrintableEncoder implements TransferEncoder {

  /** A line has 76 characters at most, the equals sign of a soft break included. */
  private static final int MAX_COLUMN = 75;

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };
  private static final int NONE = -1;

  private final ByteSink sink;
  private final byte[] buffer = new byte[2048];
  private int buffered;
  private int column;
  private boolean afterCr;

  /** A blank that is encoded if the line ends after it. */
  private int blank = NONE;

  /** Writes to a sink; {@link #finish} ends the last line. */
  public QuotedPrintableEncoder(ByteSink sink) {
    this.sink = sink;
  }

  @Override
  public String label() {
    return "quoted-printable";
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (var at = offset; at < offset + length; at++) {
      encode(bytes[at]);
    }
  }

  private void encode(byte b) {
    if (afterCr) {
      afterCr = false;
      if (b == '\n') {
        releaseBlank(true);
        hardBreak();
        return;
      }
      releaseBlank(false);
      escaped('\r');
    }
    if (b == '\r') {
      afterCr = true;
      return;
    }
    releaseBlank(false);
    if (b == ' ' || b == '\t') {
      blank = b;
    } else if (b > ' ' && b < 127 && b != '=' && !(b == '-' && column == 0)) {
      plain(b);
    } else {
      escaped(b);
    }
  }

  @Override
  public void finish() {
    if (afterCr) {
      releaseBlank(false);
      escaped('\r');
    }
    releaseBlank(true);
    flush();
  }

  private void releaseBlank(boolean endsLine) {
    if (blank == NONE) {
      return;
    }
    if (endsLine) {
      escaped(blank);
    } else {
      plain(blank);
    }
    blank = NONE;
  }

  private void plain(int b) {
    if (column == MAX_COLUMN) {
      softBreak();
      if (b == '-') {
        escaped(b);
        return;
      }
    }
    put(b);
    column++;
  }

  private void escaped(int b) {
    if (column + 3 > MAX_COLUMN) {
      softBreak();
    }
    put('=');
    put(HEX[(b >> 4) & 15]);
    put(HEX[b & 15]);
    column += 3;
  }

  private void softBreak() {
    put('=');
    hardBreak();
  }

  private void hardBreak() {
    put('\r');
    put('\n');
    column = 0;
  }

  private void put(int b) {
    if (buffered == buffer.length) {
      flush();
    }
    buffer[buffered++] = (byte) b;
  }

  private void flush() {
    sink.write(buffer, 0, buffered);
    buffered = 0;
  }
}
