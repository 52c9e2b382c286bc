package milena.policy.kumo;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Optional;
import milena.policy.document.Regex;

/**
 * KumoMTA's regular expressions in the policy's. KumoMTA's may look ahead and take time that grows
 * faster than the text; RE2's do neither. What is left is the usual reason to look ahead, «this,
 * unless there is that», which is two expressions here.
 */
final class Re2 {

  /** Flags for the whole of an expression. */
  private static final java.util.regex.Pattern FLAGS =
      java.util.regex.Pattern.compile("(\\(\\?[imsU]+\\))?(.*)", java.util.regex.Pattern.DOTALL);

  private static final String ANYTHING = ".*";
  private static final String AHEAD = "(?!";

  private Re2() {}

  /** Translates one expression. */
  static Heard of(String regex) {
    var match = FLAGS.matcher(regex);
    if (!match.matches()) {
      throw new IllegalStateException("matches everything");
    }
    return translated(match.group(1) == null ? "" : match.group(1), match.group(2));
  }

  private static Heard translated(String flags, String regex) {
    var all = new ArrayList<String>();
    int from = regex.startsWith("^" + AHEAD) ? 1 : 0;
    while (from > 0 && regex.startsWith(AHEAD, from)) {
      int end = Shape.of(regex).closing(from);
      if (end < 0) {
        return new Heard.Unheard("has a bracket that is not closed");
      }
      all.add(flags + found(regex.substring(from + AHEAD.length(), end)));
      from = end + 1;
    }
    var rest = regex.substring(from);
    if (from > 0 && Shape.of(rest).hasChoice()) {
      return new Heard.Unheard("looks ahead in one of several alternatives, which RE2 cannot");
    }
    all.addFirst(flags + (from > 0 ? found(rest) : regex));
    return all.stream()
        .map(Re2::wrong)
        .flatMap(Optional::stream)
        .findFirst()
        .<Heard>map(Heard.Unheard::new)
        .orElseGet(() -> new Heard.Words(all.getFirst(), all.subList(1, all.size())));
  }

  /** What stood at the beginning of the text, as something to be found in it. */
  private static String found(String regex) {
    if (Shape.of(regex).hasChoice()) {
      return "^(?:" + regex + ")";
    }
    if (regex.isEmpty() || regex.equals(ANYTHING)) {
      return ANYTHING;
    }
    boolean anywhere = regex.startsWith(ANYTHING) && "?+*{".indexOf(regex.charAt(2)) < 0;
    return anywhere ? regex.substring(ANYTHING.length()) : "^" + regex;
  }

  private static Optional<String> wrong(String regex) {
    if (!Regex.fits(regex)) {
      return Optional.of("is longer than RE2 is given here, written out");
    }
    var foreign = Shape.of(regex).foreign();
    if (foreign.isPresent()) {
      return foreign;
    }
    try {
      Pattern.compile(regex);
      return Optional.empty();
    } catch (PatternSyntaxException no) {
      return Optional.of("RE2 cannot: " + no.getMessage());
    }
  }
}
