package milena.ingest.converse;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Tells a line of HTTP. A web page may have its reader's browser send a request to any address that
 * this one reaches, and what it puts into the body would be read as commands.
 */
final class HttpLine {

  private static final Pattern REQUEST =
      Pattern.compile(
          "(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)(?:[ \t].*)?"
              + "|.*[ \t]HTTP/[0-9][0-9.]*[ \t]*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private HttpLine() {}

  /**
   * Whether a request begins with these bytes.
   *
   * @param length how many of them are the line, or as much of it as was kept
   */
  static boolean is(byte[] line, int length) {
    return REQUEST.matcher(new String(line, 0, length, StandardCharsets.ISO_8859_1)).matches();
  }
}
