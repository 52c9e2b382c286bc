package milena.ingest.converse;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Bytes → {@link Command}, whatever pieces they come in. Holds at most one line of bounded length;
 * what is longer is counted and dropped.
 */
final class CommandDecoder {

  /** 512 for the command (RFC 5321 §4.5.3.1.4), the rest for parameters and SMTPUTF8 addresses. */
  static final int MAX_LINE = 2048;

  /** A line of which so much was dropped will not end. */
  static final int MAX_DROPPED = 64 * 1024;

  private static final int FIRST_LINE = 128;

  private byte[] line = new byte[FIRST_LINE];
  private int length;
  private int dropped;

  /** The next command, or empty when more bytes are needed; then all of the input is taken. */
  Optional<Command> decode(ByteBuf in) {
    return decode(in, this::verbAndArgument);
  }

  /** The same where the next line answers a challenge. */
  Optional<Command> decodeAnswer(ByteBuf in) {
    return decode(
        in, end -> new Command.Answer(new String(line, 0, end, StandardCharsets.ISO_8859_1)));
  }

  private Optional<Command> decode(ByteBuf in, IntFunction<Command> clean) {
    if (!in.isReadable()) {
      return Optional.empty();
    }
    int feed = in.bytesBefore((byte) '\n');
    int count = feed < 0 ? in.readableBytes() : feed + 1;
    keep(in, count);
    if (feed >= 0) {
      var command = command(clean);
      length = 0;
      dropped = 0;
      return Optional.of(command);
    }
    return dropped > MAX_DROPPED ? Optional.of(new Command.Endless()) : Optional.empty();
  }

  private void keep(ByteBuf in, int count) {
    int kept = Math.min(count, MAX_LINE - length);
    if (length + kept > line.length) {
      line = Arrays.copyOf(line, Math.min(MAX_LINE, Math.max(length + kept, line.length * 2)));
    }
    in.readBytes(line, length, kept);
    in.skipBytes(count - kept);
    length += kept;
    dropped = Math.min(MAX_DROPPED + 1, dropped + count - kept);
  }

  private Command command(IntFunction<Command> clean) {
    if (dropped > 0) {
      // A page may make its address as long as it likes.
      return HttpLine.is(line, length) ? new Command.Http() : new Command.TooLong();
    }
    int end = length - 2;
    if (end < 0 || line[end] != '\r') {
      return new Command.Unclean();
    }
    for (int i = 0; i < end; i++) {
      if (line[i] == '\r' || line[i] == 0) {
        return new Command.Unclean();
      }
    }
    return clean.apply(end);
  }

  private Command verbAndArgument(int lineEnd) {
    int end = lineEnd;
    while (end > 0 && isBlank(line[end - 1])) {
      end--;
    }
    int verbEnd = 0;
    while (verbEnd < end && !isBlank(line[verbEnd])) {
      verbEnd++;
    }
    var verb = Verb.of(line, verbEnd);
    if (verb.isEmpty()) {
      return HttpLine.is(line, end) ? new Command.Http() : new Command.Unknown();
    }
    int start = verbEnd;
    while (start < end && isBlank(line[start])) {
      start++;
    }
    return new Command.Known(
        verb.get(), new String(line, start, end - start, StandardCharsets.ISO_8859_1));
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
