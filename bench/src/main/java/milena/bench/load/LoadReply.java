package milena.bench.load;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply of the server (RFC 5321 section 4.2).
 *
 * @param code 200 to 599
 * @param lines the text of each line without code; at least one
 */
record LoadReply(int code, List<String> lines) {
  private static final Pattern ENHANCED = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: |$)");
  private static final Pattern NAMED_QUEUE_ID =
      Pattern.compile("(?:queued as|\\bid[= ])\\s*(\\S+)", Pattern.CASE_INSENSITIVE);

  boolean positive() {
    return code / 100 == 2;
  }

  boolean temporary() {
    return code / 100 == 4;
  }

  /** Returns code and enhanced code, as reports count them: {@code 451 4.7.1}. */
  String key() {
    Matcher enhanced = ENHANCED.matcher(text());
    return enhanced.lookingAt() ? code + " " + enhanced.group(1) : Integer.toString(code);
  }

  /** Returns the id the server gave the message: what it names as such, else its last word. */
  String queueId() {
    Matcher named = NAMED_QUEUE_ID.matcher(text());
    return named.find() ? named.group(1) : text().substring(text().lastIndexOf(' ') + 1);
  }

  /** Returns whether a reply to EHLO names an extension. */
  boolean announces(String keyword) {
    return lines.stream()
        .skip(1)
        .anyMatch(
            line ->
                line.equalsIgnoreCase(keyword)
                    || line.regionMatches(true, 0, keyword + " ", 0, keyword.length() + 1));
  }

  /** Returns what its last line says, with the enhanced code. */
  String text() {
    return lines.getLast();
  }
}
