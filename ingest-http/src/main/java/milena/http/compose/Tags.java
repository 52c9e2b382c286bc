package milena.http.compose;

/**
 * Measures how much of a text is tags of templates, since those take time and memory to understand,
 * many times what other text takes. So that it finds the same tags as the engines do, it refuses
 * what only they could tell the end of: a brace within a tag, and in a text within a tag a brace or
 * a backslash.
 */
final class Tags {

  /** Most characters of one tag of Handlebars, whose parser takes ever longer with each more. */
  private static final int LONGEST = 1_000;

  /** Most dots and slashes of a path there; four hundred take seconds, and twice as many more. */
  private static final int DEEPEST = 48;

  private final String text;
  private final String pointer;
  private final boolean namesInBrackets;

  private Tags(String text, String pointer, boolean namesInBrackets) {
    this.text = text;
    this.pointer = pointer;
    this.namesInBrackets = namesInBrackets;
  }

  /** Characters in tags and comments of Jinja. */
  static int ofJinja(String text, String pointer) throws Fault {
    var tags = new Tags(text, pointer, false);
    int sum = 0;
    for (int at = tags.jinja(0); at >= 0; at = tags.jinja(at)) {
      int end =
          switch (text.charAt(at + 1)) {
            case '#' -> tags.behind("#}", at + 2);
            case '%' -> tags.tag(at + 2, "%}");
            default -> tags.tag(at + 2, "}}");
          };
      sum += end - at;
      at = end;
    }
    return sum;
  }

  /** Characters in tags and comments of Handlebars. */
  static int ofHandlebars(String text, String pointer) throws Fault {
    var tags = new Tags(text, pointer, true);
    int sum = 0;
    for (int at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", at)) {
      int end = tags.handlebars(at);
      sum += end - at;
      at = end;
    }
    return sum;
  }

  private int jinja(int from) {
    for (int at = text.indexOf('{', from); at >= 0; at = text.indexOf('{', at + 1)) {
      if (at + 1 < text.length() && "{%#".indexOf(text.charAt(at + 1)) >= 0) {
        return at;
      }
    }
    return -1;
  }

  private int handlebars(int at) throws Fault {
    if (text.startsWith("{{{{", at) || text.startsWith("{{=", at)) {
      throw new Fault("Template refused: it has raw blocks or delimiters of its own.", pointer);
    }
    if (text.startsWith("{{!", at)) {
      return behind(text.startsWith("--", at + 3) ? "--}}" : "}}", at + 3);
    }
    int end = text.startsWith("{{{", at) ? tag(at + 3, "}}}") : tag(at + 2, "}}");
    if (end - at > LONGEST || deepest(at, end) > DEEPEST) {
      throw new Fault(
          "Template refused: a tag is longer than "
              + LONGEST
              + " characters, or a path has more than "
              + DEEPEST
              + " dots and slashes.",
          pointer);
    }
    return end;
  }

  /** Dots and slashes of the longest path. */
  private int deepest(int from, int to) {
    int deepest = 0;
    int depth = 0;
    for (int at = from; at < to; at++) {
      char c = text.charAt(at);
      depth = c <= ' ' ? 0 : depth + (c == '.' || c == '/' ? 1 : 0);
      deepest = Math.max(deepest, depth);
    }
    return deepest;
  }

  private int behind(String end, int from) throws Fault {
    int at = text.indexOf(end, from);
    if (at < 0) {
      throw new Fault("Template refused: a comment does not end.", pointer);
    }
    return at + end.length();
  }

  private int tag(int from, String end) throws Fault {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      switch (c) {
        case '"', '\'' -> at = quoted(at, c);
        case '[' -> at = namesInBrackets ? quoted(at, ']') : at;
        case '{' -> throw unclear();
        case '}', '%' -> {
          if (text.startsWith(end, at)) {
            return at + end.length();
          }
          if (c == '}') {
            throw unclear();
          }
        }
        default -> {}
      }
    }
    throw new Fault("Template refused: a tag does not end.", pointer);
  }

  /** Where a text within a tag ends. */
  private int quoted(int from, char end) throws Fault {
    for (int at = from + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == end) {
        return at;
      }
      if (c == '{' || c == '}' || c == '\\') {
        throw unclear();
      }
    }
    throw new Fault("Template refused: a text within a tag does not end.", pointer);
  }

  private Fault unclear() {
    return new Fault(
        "Template refused: within a tag no brace may be, nor a backslash in a text.", pointer);
  }
}
