package milena.http.compose;

import java.util.LinkedHashSet;
import java.util.List;
import milena.mail.address.AddressParser;
import milena.mail.address.Path;
import milena.mail.address.PathResult.Parsed;

/** Finds the domains of a From field (RFC 5322 §3.6.2), whatever is written around them. */
final class FromDomains {

  private FromDomains() {}

  /**
   * The domains of all its mailboxes.
   *
   * @throws Fault when it cannot be said which they are
   */
  static List<String> of(String value, String pointer) throws Fault {
    var domains = new LinkedHashSet<String>();
    for (var address : addresses(value, pointer)) {
      if (AddressParser.mailbox(address.strip()) instanceof Parsed(Path path, _)
          && path instanceof Path.Of(var box)) {
        domains.add(box.domain().ascii().toLowerCase(java.util.Locale.ROOT));
      } else {
        throw new Fault("From has no address that can be read.", pointer);
      }
    }
    return List.copyOf(domains);
  }

  private static List<String> addresses(String value, String pointer) throws Fault {
    var all = new java.util.ArrayList<String>();
    var bare = new StringBuilder();
    var scan = new Scan(value);
    boolean angled = false;
    while (scan.more()) {
      char c = scan.take();
      switch (c) {
        case '(' -> scan.skipComment();
        case '<' -> {
          if (angled) {
            throw new Fault("From has no address that can be read.", pointer);
          }
          bare.setLength(0);
          bare.append(scan.until('>'));
          angled = true;
        }
        case '"' -> bare.append(angled ? "" : '"' + scan.quoted() + '"');
        case ',' -> {
          all.add(bare.toString());
          bare.setLength(0);
          angled = false;
        }
        default -> append(bare, c, angled);
      }
    }
    all.add(bare.toString());
    return all;
  }

  private static void append(StringBuilder bare, char c, boolean angled) {
    // Text behind an address belongs to none.
    if (!angled || c > ' ') {
      bare.append(c);
    }
  }

  /** Goes over a field's value. */
  private static final class Scan {
    private final String text;
    private int at;

    Scan(String text) {
      this.text = text;
    }

    boolean more() {
      return at < text.length();
    }

    char take() {
      return text.charAt(at++);
    }

    String until(char end) {
      int found = text.indexOf(end, at);
      var between = text.substring(at, found < 0 ? text.length() : found);
      at = found < 0 ? text.length() : found + 1;
      return between;
    }

    String quoted() {
      int from = at;
      while (more() && text.charAt(at) != '"') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      at = Math.min(at, text.length());
      var between = text.substring(from, at);
      at = Math.min(at + 1, text.length());
      return between;
    }

    void skipComment() {
      for (int depth = 1; more() && depth > 0; ) {
        char c = take();
        if (c == '\\') {
          at++;
        }
        depth += c == '(' ? 1 : 0;
        depth -= c == ')' ? 1 : 0;
      }
      at = Math.min(at, text.length());
    }
  }
}
