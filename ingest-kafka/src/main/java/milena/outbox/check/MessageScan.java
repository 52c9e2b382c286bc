package milena.outbox.check;

import milena.mail.mime.DataFault;
import milena.mail.mime.DotUnstuffer;
import milena.mail.mime.HopCounter;
import org.jspecify.annotations.Nullable;

/**
 * A whole message, looked at once. What comes after relies on lines that end with CR LF and nothing
 * else, and on their length (RFC 5321 §2.3.8, §4.5.3.1.6).
 *
 * @param fault the first that was found, if any
 * @param eightBit a byte has its high bit set
 * @param hops Received fields
 * @param endsLine the last line has its end
 */
record MessageScan(@Nullable DataFault fault, boolean eightBit, int hops, boolean endsLine) {

  static MessageScan of(byte[] bytes) {
    int lineStart = 0;
    int bits = 0;
    for (int at = 0; at < bytes.length; at++) {
      byte b = bytes[at];
      bits |= b;
      if (b > '\r') {
        continue;
      }
      var fault = fault(bytes, at);
      if (fault == null && b == '\n') {
        fault = at - 1 - lineStart > DotUnstuffer.MAX_LINE ? DataFault.LINE_TOO_LONG : null;
        lineStart = at + 1;
      }
      if (fault != null) {
        return new MessageScan(fault, false, 0, false);
      }
    }
    if (bytes.length - lineStart > DotUnstuffer.MAX_LINE) {
      return new MessageScan(DataFault.LINE_TOO_LONG, false, 0, false);
    }
    var hops = new HopCounter();
    hops.scan(bytes, 0, bytes.length);
    return new MessageScan(null, bits < 0, hops.count(), lineStart == bytes.length);
  }

  private static @Nullable DataFault fault(byte[] bytes, int at) {
    return switch (bytes[at]) {
      case 0 -> DataFault.NUL;
      case '\r' -> at + 1 < bytes.length && bytes[at + 1] == '\n' ? null : DataFault.BARE_CR;
      case '\n' -> at > 0 && bytes[at - 1] == '\r' ? null : DataFault.BARE_LF;
      default -> null;
    };
  }
}
