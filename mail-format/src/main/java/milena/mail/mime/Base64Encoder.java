package milena.mail.mime;

import java.util.Arrays;
import java.util.Base64;

/** Base64 in lines of 76 characters (RFC 2045 §6.8); the last line has no line end. */
final class Base64Encoder implements TransferEncoder {

  private static final int LINE_OCTETS = 57;
  private static final byte[] CRLF = {'\r', '\n'};

  private final ByteSink sink;
  private final byte[] line = new byte[LINE_OCTETS];
  private int lineLength;
  private boolean first = true;

  Base64Encoder(ByteSink sink) {
    this.sink = sink;
  }

  @Override
  public String label() {
    return "base64";
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (var at = offset; at < offset + length; ) {
      var taken = Math.min(LINE_OCTETS - lineLength, offset + length - at);
      System.arraycopy(bytes, at, line, lineLength, taken);
      lineLength += taken;
      at += taken;
      if (lineLength == LINE_OCTETS) {
        writeLine();
      }
    }
  }

  @Override
  public void finish() {
    if (lineLength > 0) {
      writeLine();
    }
  }

  private void writeLine() {
    if (!first) {
      sink.write(CRLF, 0, CRLF.length);
    }
    first = false;
    var encoded = Base64.getEncoder().encode(Arrays.copyOf(line, lineLength));
    sink.write(encoded, 0, encoded.length);
    lineLength = 0;
  }
}
