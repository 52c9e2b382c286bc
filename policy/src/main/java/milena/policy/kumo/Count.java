package milena.policy.kumo;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number of KumoMTA's: {@code 10}, {@code "1,000"}, {@code "1_000"} or {@code "local:5"}.
 *
 * @param most at least 1
 * @param local each of its processes counts alone
 */
record Count(long most, boolean local) {

  private static final String LOCAL = "local:";
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,12}");

  static Optional<Count> of(Said said) {
    return switch (said) {
      case Said.Whole(var number, _) ->
          number < 1 || !DIGITS.matcher(Long.toString(number)).matches()
              ? Optional.empty()
              : Optional.of(new Count(number, false));
      case Said.Text(var text, _) -> {
        boolean local = text.startsWith(LOCAL);
        yield number(local ? text.substring(LOCAL.length()) : text)
            .map(most -> new Count(most, local));
      }
      default -> Optional.empty();
    };
  }

  /** Returns no more than the document takes, and says so where it is less. */
  static long within(long number, long most, String path, Said said, Unsaid unsaid) {
    if (number > most) {
      unsaid.add(path, said, "is " + most + " here, which is as much as it can");
    }
    return Math.min(number, most);
  }

  /** Reads digits among which there may be marks for the eye. */
  static Optional<Long> number(String text) {
    var digits = text.replace("_", "").replace(",", "");
    return DIGITS.matcher(digits).matches()
        ? Optional.of(Long.parseLong(digits)).filter(number -> number > 0)
        : Optional.empty();
  }
}
