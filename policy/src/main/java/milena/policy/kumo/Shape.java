package milena.policy.kumo;

import java.util.Optional;

/** Where the brackets of a regular expression are: enough of its grammar to take it apart. */
final class Shape {
  private static final int DEEPEST = 100;

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
