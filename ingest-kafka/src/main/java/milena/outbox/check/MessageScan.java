package milena.outbox.check;

import milena.mail.mime.DataFault;
import milena.mail.mime.DataOutcome;
import milena.mail.mime.DotUnstuffer;
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
    var content = DotUnstuffer.ofCounted(DotUnstuffer.MAX_LINE, Long.MAX_VALUE, (_, _, _) -> {});
    content.accept(bytes, 0, bytes.length);
    content.end();
    return switch (content.outcome()) {
      case DataOutcome.Faulty(var fault, boolean _) -> new MessageScan(fault, false, 0, false);
      case DataOutcome.Complete(long size, boolean eightBit, int hops) ->
          new MessageScan(null, eightBit, hops, size == bytes.length);
      case DataOutcome.Reading _ -> throw new IllegalStateException("it has ended");
    };
  }
}
