package milena.policy.document;

import java.util.regex.Pattern;
import milena.runtime.config.Durations;
import milena.runtime.config.Rate;

/**
 * So often.
 *
 * @param times from 1
 * @param withinMs in so many ms; 0 with one time
 */
record Often(int times, long withinMs) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})/([0-9a-z]{1,32})");
  private static final Pattern UNIT = Pattern.compile("s|min|h|d");

  static final Often ONCE = new Often(1, 0);

  static Often parse(String text) {
    if (text.equals("1")) {
      return ONCE;
    }
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not such as 1, 2/h or 3/10m");
    }
    int times = Integer.parseInt(match.group(1));
    long within =
        UNIT.matcher(match.group(2)).matches()
            ? Rate.parse("1/" + match.group(2)).per().toMillis()
            : Durations.parse(match.group(2)).toMillis();
    if (times < 1 || within < 1) {
      throw new IllegalArgumentException("'" + text + "' is not at least once in some time");
    }
    return times == 1 ? ONCE : new Often(times, within);
  }
}
