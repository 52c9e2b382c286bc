package milena.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a server's replies together, wherever the network cut their lines. */
final class ReplyReader {
  private static final int MAX_LINE = 2048;
  private static final int MAX_LINES = 128;
  private static final int CODE_DIGITS = 3;

  /** What is not a reply. */
  static final class NotAReply extends Exception {
    private static final long serialVersionUID = 1L;

    NotAReply(String message) {
      super(message);
    }
  }

  private final StringBuilder partial = new StringBuilder();
  private final List<String> earlier = new ArrayList<>();

  /**
   * Takes the next whole reply out of the bytes; without one, all of them.
   *
   * @return null when the bytes end before the reply does; the next call is given what follows
   * @throws NotAReply when the server does not speak SMTP, or says too much at once
   */
  @Nullable LoadReply next(ByteBuf in) throws NotAReply {
    String line = nextLine(in);
    while (line != null) {
      int code = code(line);
      String text = line.length() > CODE_DIGITS ? line.substring(CODE_DIGITS + 1) : "";
      if (line.length() == CODE_DIGITS || line.charAt(CODE_DIGITS) == ' ') {
        return new LoadReply(code, lines(text));
      }
      earlier.add(text);
      if (earlier.size() > MAX_LINES) {
        throw new NotAReply("too many lines in a reply");
      }
      line = nextLine(in);
    }
    return null;
  }

  private List<String> lines(String last) {
    if (earlier.isEmpty()) {
      return List.of(last);
    }
    earlier.add(last);
    List<String> all = List.copyOf(earlier);
    earlier.clear();
    return all;
  }

  private @Nullable String nextLine(ByteBuf in) throws NotAReply {
    int start = in.readerIndex();
    int lineFeed = in.indexOf(start, in.writerIndex(), (byte) '\n');
    int end = lineFeed < 0 ? in.writerIndex() : lineFeed;
    if (partial.length() + end - start > MAX_LINE) {
      throw new NotAReply("line too long");
    }
    String text = in.toString(start, end - start, StandardCharsets.ISO_8859_1);
    in.readerIndex(lineFeed < 0 ? end : lineFeed + 1);
    if (lineFeed < 0) {
      partial.append(text);
      return null;
    }
    if (!partial.isEmpty()) {
      text = partial.append(text).toString();
      partial.setLength(0);
    }
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static int code(String line) throws NotAReply {
    boolean shaped =
        line.length() >= CODE_DIGITS
            && line.chars().limit(CODE_DIGITS).allMatch(c -> c >= '0' && c <= '9')
            && (line.length() == CODE_DIGITS || " -".indexOf(line.charAt(CODE_DIGITS)) >= 0);
    if (!shaped || line.charAt(0) < '2' || line.charAt(0) > '5') {
      throw new NotAReply("not a reply line");
    }
    return Integer.parseInt(line, 0, CODE_DIGITS, 10);
  }
}
