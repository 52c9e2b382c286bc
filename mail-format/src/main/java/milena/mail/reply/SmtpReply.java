package milena.mail.reply;

import java.util.List;
import java.util.Optional;

/**
 * One reply of a server (RFC 5321 §4.2).
 *
 * @param code 200 to 599
 * @param lines the text after the code of each line, at least one, without line ends and with every
 *     control character replaced by a question mark
 */
public record SmtpReply(int code, List<String> lines) {

  /**
   * @throws IllegalArgumentException if the code is out of its range or there is no line
   */
  public SmtpReply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("a reply code is 200 to 599, not " + code);
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a reply has a line");
    }
    lines = List.copyOf(lines);
  }

  /** A reply of one line. */
  public static SmtpReply of(int code, String text) {
    return new SmtpReply(code, List.of(text));
  }

  /** The command was done (2xx). */
  public boolean isPositive() {
    return code < 300;
  }

  /** The server waits for more, as after DATA (3xx). */
  public boolean isIntermediate() {
    return code >= 300 && code < 400;
  }

  /** A later try may be accepted (4xx). */
  public boolean isTransient() {
    return code >= 400 && code < 500;
  }

  /** The same command will not be accepted later either (5xx). */
  public boolean isPermanent() {
    return code >= 500;
  }

  /**
   * The enhanced code that the first line begins with. One whose class contradicts the reply code
   * is none (RFC 2034 §4 wants them to agree), since the reply code is what the protocol goes by.
   */
  public Optional<EnhancedCode> enhancedCode() {
    return EnhancedCode.leading(lines.getFirst()).filter(e -> e.severity() == code / 100);
  }

  /** The text of all lines joined by blanks, each without its enhanced code. */
  public String text() {
    var text = new StringBuilder();
    for (var line : lines) {
      var skip = EnhancedCode.leading(line).map(e -> e.toString().length()).orElse(0);
      var rest = line.substring(skip).strip();
      if (!rest.isEmpty()) {
        text.append(text.isEmpty() ? "" : " ").append(rest);
      }
    }
    return text.toString();
  }

  /** The reply on one line, as for an event or a log. */
  @Override
  public String toString() {
    return code + " " + String.join(" ", lines);
  }
}
