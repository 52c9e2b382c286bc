package milena.policy.kumo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Names that the document gives: without blanks, and each only once. */
final class Names {
  private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9._-]+");

  private static final int LONGEST = 200;

  private final Map<String, String> given = new LinkedHashMap<>();

  /** Returns the name of something: the same each time. */
  String of(String what) {
    return of(what, what);
  }

  /**
   * Returns the name of something: the same each time.
   *
   * @param what no two things are the same
   * @param wanted what it is called, if nothing else is
   */
  String of(String what, String wanted) {
    var known = given.get(what);
    if (known != null) {
      return known;
    }
    var plain = plain(wanted);
    var name = plain;
    for (int i = 2; given.containsValue(name); i++) {
      name = plain + "-" + i;
    }
    given.put(what, name);
    return name;
  }

  private static String plain(String wanted) {
    var known = STRANGE.matcher(wanted).replaceAll("-");
    var begun =
        known.isEmpty() || !Character.isLetterOrDigit(known.charAt(0)) ? "x" + known : known;
    return begun.substring(0, Math.min(begun.length(), LONGEST));
  }

  /** What was named, by its own name. */
  Map<String, String> all() {
    return given;
  }
}
