package milena.policy.kumo;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values as the document writes them. */
final class Yaml {

  /** What no YAML reader takes for anything else, in a list or a mapping or on its own. */
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*|\\.[A-Za-z][A-Za-z0-9_.-]*|[0-9]+(/[a-z]+)?");

  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}\\x{D800}-\\x{DFFF}\\x{FFFE}\\x{FFFF}]");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n", ".inf", ".nan");

  private Yaml() {}

  /** A value, quoted where it must be. */
  static String scalar(String text) {
    if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    if (!UNPRINTABLE.matcher(text).find()) {
      return "'" + text.replace("'", "''") + "'";
    }
    return text.chars().mapToObj(Yaml::escaped).collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int c) {
    if (c == '"' || c == '\\') {
      return "\\" + (char) c;
    }
    return c >= ' ' && c <= '~' ? Character.toString(c) : String.format(Locale.ROOT, "\\u%04x", c);
  }

  /** A value, or several as a list in one line. */
  static String scalars(List<String> texts) {
    return texts.size() == 1
        ? scalar(texts.getFirst())
        : texts.stream().map(Yaml::scalar).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Words that stay in a comment. */
  static String comment(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ");
  }
}
