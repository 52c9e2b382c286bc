package milena.mail.address;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import milena.mail.address.PathResult.Parsed;

/**
 * Finds the domains of a From field (RFC 5322 §3.6.2, RFC 6854), whatever is written around them.
 * All of its readers are to find the same ones: who may write a From decides by this, and so does
 * who signs it.
 */
public final class FromDomains {

  private FromDomains() {}

  /**
   * The domains of all its authors, in the order in which they are written, each once, in lower
   * case and as A-labels. What has no at sign is the name of somebody, such as the first half of
   * {@code Doe, Anne <anne@example.org>}.
   *
   * @param value of the field, without its folds
   * @return at least one; or empty when there is none, or when it cannot be said which they are
   */
  public static Optional<List<String>> of(String value) {
    var addresses = addresses(value);
    if (addresses.isEmpty()) {
      return Optional.empty();
    }
    var domains = new LinkedHashSet<String>();
    for (var address : addresses.get()) {
      if (address.indexOf('@') < 0) {
        continue;
      }
      if (AddressParser.mailbox(address.strip()) instanceof Parsed(Path path, _)
          && path instanceof Path.Of(var box)) {
        domains.add(box.domain().ascii().toLowerCase(Locale.ROOT));
      } else {
        return Optional.empty();
      }
    }
    return domains.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(domains));
  }

  /**
   * Those of several fields, where a message has them.
   *
   * @param values of each of the fields
   */
  public static Optional<List<String>> ofAll(List<String> values) {
    var all = new LinkedHashSet<String>();
    for (var value : values) {
      var domains = of(value);
      if (domains.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(domains.get());
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(all));
  }

  /** The text of each mailbox without its name; empty where one has two. */
  private static Optional<List<String>> addresses(String value) {
    var all = new ArrayList<String>();
    var bare = new StringBuilder();
    var scan = new Scan(value);
    boolean angled = false;
    while (scan.more()) {
      char c = scan.take();
      if (angled && c > ' ' && "(,;".indexOf(c) < 0) {
        // Nothing follows an address in its mailbox, and readers differ in what they make of it.
        return Optional.empty();
      }
      switch (c) {
        case '(' -> scan.skipComment();
        case '<' -> {
          bare.setLength(0);
          bare.append(scan.angled());
          angled = true;
          if (bare.indexOf("@") < 0) {
            return Optional.empty();
          }
        }
        case '"' -> bare.append('"').append(scan.quoted()).append('"');
        case ',', ';' -> {
          all.add(bare.toString());
          bare.setLength(0);
          angled = false;
        }
        default -> append(bare, c);
      }
    }
    all.add(bare.toString());
    // Where something never ends, one reader sees a name and the next an author.
    return scan.isWhole() ? Optional.of(all) : Optional.empty();
  }

  private static void append(StringBuilder bare, char c) {
    if (c == ':' && bare.indexOf("@") < 0) {
      // What stood before was the name of a group.
      bare.setLength(0);
    } else {
      bare.append(c);
    }
  }

  /** Goes over a field's value. */
  private static final class Scan {
    private final String text;
    private int at;
    private boolean whole = true;

    Scan(String text) {
      this.text = text;
    }

    /** Whether all that began has ended. */
    boolean isWhole() {
      return whole;
    }

    boolean more() {
      return at < text.length();
    }

    char take() {
      return text.charAt(at++);
    }

    /** Up to the end of an address in angles, with what is quoted in it. */
    String angled() {
      int from = at;
      while (more() && text.charAt(at) != '>') {
        if (take() == '"') {
          quoted();
        }
      }
      whole &= more();
      var between = text.substring(from, at);
      at = Math.min(at + 1, text.length());
      return between;
    }

    String quoted() {
      int from = at;
      while (more() && text.charAt(at) != '"') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      whole &= at < text.length();
      at = Math.min(at, text.length());
      var between = text.substring(from, at);
      at = Math.min(at + 1, text.length());
      return between;
    }

    void skipComment() {
      int depth = 1;
      while (more() && depth > 0) {
        char c = take();
        if (c == '\\') {
          at++;
        }
        depth += c == '(' ? 1 : 0;
        depth -= c == ')' ? 1 : 0;
      }
      whole &= depth == 0;
      at = Math.min(at, text.length());
    }
  }
}
