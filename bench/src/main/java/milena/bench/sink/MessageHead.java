package milena.bench.sink;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import milena.bench.measure.BenchStamp;

/**
 * The first bytes of a message, kept to read two of its headers: {@code Message-ID}, by which it is
 * counted, and {@link BenchStamp#HEADER}, which says when it was sent.
 *
 * <p>4 KiB are kept: what a relay puts on top (Received, signatures) comes before the headers that
 * the sender wrote. A header that begins later, or after the empty line, is not seen.
 */
final class MessageHead {
  private static final int KEPT_BYTES = 4096;
  private static final int MAX_ID = 998;
  private static final byte[] MESSAGE_ID = ascii("message-id:");
  private static final byte[] STAMP = ascii(BenchStamp.HEADER.toLowerCase(Locale.ROOT) + ":");

  private final byte[] bytes = new byte[KEPT_BYTES];
  private int length;
  private String messageId = "";
  private Optional<BenchStamp> stamp = Optional.empty();

  /** Begins a new message. */
  void reset() {
    length = 0;
    messageId = "";
    stamp = Optional.empty();
  }

  /** Keeps as much of these body bytes as there is room for; consumes none. */
  void keep(ByteBuf in, int count) {
    int kept = Math.min(count, KEPT_BYTES - length);
    in.getBytes(in.readerIndex(), bytes, length, kept);
    length += kept;
  }

  /** Reads the headers once the message is whole. */
  void read() {
    int at = 0;
    while (at < length) {
      int lineFeed = lineFeed(at);
      int end = lineFeed > at && bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
      if (end == at) {
        return;
      }
      if (messageId.isEmpty() && begins(at, MESSAGE_ID)) {
        messageId = token(at + MESSAGE_ID.length);
      } else if (stamp.isEmpty() && begins(at, STAMP)) {
        stamp = BenchStamp.parse(text(at + STAMP.length, end).strip());
      }
      at = lineFeed + 1;
    }
  }

  /** Returns the message id with its angle brackets, or empty when the message has none. */
  String messageId() {
    return messageId;
  }

  /** Returns the load generator's stamp. */
  Optional<BenchStamp> stamp() {
    return stamp;
  }

  private int lineFeed(int from) {
    int at = from;
    while (at < length && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private boolean begins(int at, byte[] lowerCase) {
    if (at + lowerCase.length > length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      byte b = bytes[at + i];
      if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The value may stand on a folded line (RFC 5322 section 2.2.3), so line ends are skipped too.
   */
  private String token(int from) {
    int start = from;
    while (start < length && bytes[start] <= ' ' && bytes[start] >= 0) {
      start++;
    }
    int end = start;
    while (end < length && (bytes[end] > ' ' || bytes[end] < 0) && end - start < MAX_ID) {
      end++;
    }
    return text(start, end);
  }

  private String text(int from, int end) {
    return from >= end ? "" : new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
