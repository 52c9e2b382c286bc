package milena.policy.document;

import java.util.Collection;
import java.util.function.Function;
import milena.runtime.config.Nearest;

/**
 * How a value is written.
 *
 * @param text for the reference page
 * @param parser throws {@link IllegalArgumentException} with a sentence for who wrote it
 * @param <T> what it is then
 */
record Form<T>(String text, Function<String, T> parser) {

  /** Something of several parts, which has a reader of its own. */
  static Form<String> structure(String text) {
    return new Form<>(text, written -> written);
  }

  /** A whole number in a range. */
  static Form<Long> whole(long least, long most) {
    return new Form<>(
        "whole number, " + least + " to " + most,
        written -> {
          if (!written.matches("[0-9]{1,12}") || outside(Long.parseLong(written), least, most)) {
            throw new IllegalArgumentException(
                "'" + written + "' is not a whole number from " + least + " to " + most);
          }
          return Long.parseLong(written);
        });
  }

  private static boolean outside(long number, long least, long most) {
    return number < least || number > most;
  }

  /** One of some words. */
  static Form<String> word(Collection<String> words) {
    return new Form<>(
        "`" + String.join("`, `", words) + "`",
        written -> {
          if (!words.contains(written)) {
            throw new Unfit(
                "'" + written + "' is none of " + String.join(", ", words),
                "did you mean " + Nearest.to(written, words) + "?");
          }
          return written;
        });
  }

  /** The same, made into something else. */
  <U> Form<U> as(Function<T, U> maker) {
    return new Form<>(text, parser.andThen(maker));
  }

  /** The same, called otherwise on the reference page. */
  Form<T> called(String other) {
    return new Form<>(other, parser);
  }
}
