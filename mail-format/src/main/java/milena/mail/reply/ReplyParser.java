package milena.mail.reply;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import milena.mail.reply.ReplyProgress.Complete;
import milena.mail.reply.ReplyProgress.Incomplete;
import milena.mail.reply.ReplyProgress.Malformed;
import org.jspecify.annotations.Nullable;

/**
 * Finds replies in the bytes of one connection, at whatever split they arrive (RFC 5321 §4.2).
 *
 * <p>More tolerant than the standard where real servers need it: lines may be longer than 512
 * octets, end with a bare LF, hold UTF-8 or Latin-1, and lines of one reply may differ in code (the
 * last one counts). Never keeps more than {@value #MAX_LINES} lines of {@value #MAX_KEPT} octets.
 * Not safe for use by several threads.
 */
public final class ReplyParser {

  /** Octets of one line that are kept; the rest of a longer line is dropped. */
  public static final int MAX_KEPT = 2048;

  /** Octets after which a line that does not end makes the reply malformed. */
  public static final int MAX_LINE = 65_536;

  /** Lines that one reply may have. */
  public static final int MAX_LINES = 100;

  private static final Incomplete INCOMPLETE = new Incomplete();

  private final byte[] line = new byte[MAX_KEPT];
  private int lineLength;
  private final List<String> lines = new ArrayList<>();
  private @Nullable Malformed malformed;

  /**
   * Takes bytes up to the end of the next reply.
   *
   * @return whether it ended, and where; once malformed, always malformed
   */
  public ReplyProgress accept(byte[] bytes, int offset, int length) {
    var end = offset + length;
    for (var at = offset; malformed == null && at < end; at++) {
      var b = bytes[at];
      if (b != '\n') {
        take(b);
        continue;
      }
      var code = endLine();
      if (code > 0) {
        var reply = new SmtpReply(code, lines);
        lines.clear();
        return new Complete(reply, at + 1 - offset);
      }
    }
    return malformed == null ? INCOMPLETE : malformed;
  }

  private void take(byte b) {
    if (lineLength < MAX_KEPT) {
      line[lineLength] = b;
    }
    if (++lineLength > MAX_LINE) {
      malformed = new Malformed("a reply line does not end");
    }
  }

  /** Returns the code of the reply that ends with this line, 0 if it goes on or is malformed. */
  private int endLine() {
    var kept = Math.min(lineLength, MAX_KEPT);
    if (kept > 0 && lineLength <= MAX_KEPT && line[kept - 1] == '\r') {
      kept--;
    }
    lineLength = 0;
    if (kept < 3 || !isCode() || (kept > 3 && line[3] != ' ' && line[3] != '-')) {
      malformed = new Malformed("a line does not begin with a reply code");
      return 0;
    }
    lines.add(kept > 4 ? text(4, kept - 4) : "");
    if (kept == 3 || line[3] == ' ') {
      return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    }
    if (lines.size() == MAX_LINES) {
      malformed = new Malformed("a reply has more than 100 lines");
    }
    return 0;
  }

  private boolean isCode() {
    return line[0] >= '2' && line[0] <= '5' && isDigit(line[1]) && isDigit(line[2]);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  // Replies end up in events, logs and terminals: no control character gets past this point.
  private String text(int start, int length) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line, start, length))
              .toString();
    } catch (CharacterCodingException notUtf8) {
      text = new String(line, start, length, StandardCharsets.ISO_8859_1);
    }
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    var clean = new StringBuilder(text.length());
    text.chars().forEach(c -> clean.append(Character.isISOControl(c) ? '?' : (char) c));
    return clean.toString();
  }
}
