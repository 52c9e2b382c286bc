package milena.http.compose;

import java.util.function.UnaryOperator;

/**
 * Finds the names before addresses in angles (RFC 5322 §3.4), in one pass: what a name is not known
 * to be at its end is not looked at again.
 */
final class Phrases {

  private final String value;
  private final UnaryOperator<String> change;
  private final StringBuilder changed = new StringBuilder();
  private int from;

  private Phrases(String value, UnaryOperator<String> change) {
    this.value = value;
    this.change = change;
  }

  /** The value of a field with each name changed. */
  static String of(String value, UnaryOperator<String> change) {
    var phrases = new Phrases(value, change);
    phrases.run();
    return phrases.changed.toString();
  }

  private void run() {
    boolean quotesEnd = true;
    for (int at = 0; at < value.length(); at++) {
      switch (value.charAt(at)) {
        case '"' -> {
          int end = quotesEnd ? endOfQuoted(at) : -1;
          // Where one quote is never closed, none behind it is.
          quotesEnd = end >= 0;
          if (end < 0) {
            keep(at + 1);
          } else {
            at = end;
          }
        }
        case '<' -> {
          changed.append(at == from ? "" : change.apply(value.substring(from, at)));
          from = at;
          keep(at + 1);
        }
        case ',', ';', ':', '>' -> keep(at + 1);
        default -> {}
      }
    }
    keep(value.length());
  }

  private void keep(int to) {
    changed.append(value, from, to);
    from = to;
  }

  private int endOfQuoted(int quote) {
    for (int at = quote + 1; at < value.length(); at++) {
      if (value.charAt(at) == '\\') {
        at++;
      } else if (value.charAt(at) == '"') {
        return at;
      }
    }
    return -1;
  }
}
