package milena.bench.page;

/** A page with parts that are generated, each between two markers. */
public final class MarkedPage {
  private MarkedPage() {}

  /**
   * Returns a page with one of its parts replaced.
   *
   * @param part the name in the markers {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}
   * @throws IllegalArgumentException when the page has no such part
   */
  public static String with(String page, String part, String content) {
    int from = after(page, part);
    int to = page.indexOf(end(part), from);
    return page.substring(0, from) + "\n" + content.strip() + "\n" + page.substring(to);
  }

  /**
   * Returns one of its parts as it is.
   *
   * @throws IllegalArgumentException when the page has no such part
   */
  public static String part(String page, String part) {
    int from = after(page, part);
    return page.substring(from, page.indexOf(end(part), from)).strip();
  }

  private static int after(String page, String part) {
    String begin = "<!-- begin " + part + " -->";
    int at = page.indexOf(begin);
    if (at < 0 || page.indexOf(end(part), at) < 0) {
      throw new IllegalArgumentException(
          "the page needs the lines '" + begin + "' and '" + end(part) + "'");
    }
    return at + begin.length();
  }

  private static String end(String part) {
    return "<!-- end " + part + " -->";
  }
}
