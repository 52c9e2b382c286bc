package milena.policy.kumo;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the brackets of a regular expression are: enough of its grammar to take it apart. */
final class Shape {
  private static final int DEEPEST = 100;
  private static final long MOST_COPIES = 1_000;
  private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

  private final String regex;
  private int at;
  private int depth;
  private boolean inClass;

  private Shape(String regex) {
    this.regex = regex;
  }

  static Shape of(String regex) {
    return new Shape(regex);
  }

  /** Returns where the group that opens here is closed; -1 where it is not. */
  int closing(int open) {
    at = open;
    while (at < regex.length()) {
      step();
      if (depth == 0 && !inClass) {
        return at - 1;
      }
    }
    return -1;
  }

  /** Whether it has alternatives outside of groups. */
  boolean hasChoice() {
    while (at < regex.length()) {
      if (depth == 0 && !inClass && regex.charAt(at) == '|') {
        return true;
      }
      step();
    }
    return false;
  }

  /** Whether what is repeated in it would be written out more often than is sensible. */
  boolean isMany() {
    long product = 1;
    var counts = COUNT.matcher(regex);
    while (regex.contains("){") && counts.find() && product <= MOST_COPIES) {
      product *= Math.max(1, Math.max(number(counts.group(1)), number(counts.group(2))));
    }
    return product > MOST_COPIES;
  }

  private static long number(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? 1 : Long.parseLong(digits);
  }

  /** Says what RE2 would take for something else than KumoMTA does; empty when nothing is so. */
  Optional<String> foreign() {
    while (at < regex.length()) {
      var here = regex.substring(at, Math.min(regex.length(), at + 3));
      if (inClass && here.matches("(?s)\\[[^:].*|&&.*|--.*|~~.*")) {
        return Optional.of("has a class within a class, which RE2 reads otherwise");
      }
      if (here.startsWith("\\<") || here.startsWith("\\>") || here.matches("\\\\[bB]\\{")) {
        return Optional.of("has a word boundary that RE2 does not know");
      }
      if (depth > DEEPEST) {
        return Optional.of("is nested too deeply");
      }
      step();
    }
    return Optional.empty();
  }

  private void step() {
    char c = regex.charAt(at);
    at += c == '\\' ? 2 : 1;
    if (c == '\\') {
      return;
    }
    if (inClass) {
      inClass = c != ']';
    } else if (c == '[') {
      enterClass();
    } else if (c == '(') {
      depth++;
    } else if (c == ')') {
      depth--;
    }
  }

  /** A bracket that comes first in a class is one of its characters. */
  private void enterClass() {
    inClass = true;
    if (regex.startsWith("^", at)) {
      at++;
    }
    if (regex.startsWith("]", at)) {
      at++;
    }
  }
}
