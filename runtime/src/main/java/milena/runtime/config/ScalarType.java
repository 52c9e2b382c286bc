package milena.runtime.config;

import java.util.function.Function;

/**
 * A value that is written as one text.
 *
 * @param parse throws IllegalArgumentException with the reason for a text that it does not take
 */
record ScalarType<T>(String form, Function<String, T> parse, Function<T, String> printer)
    implements ValueType<T> {

  @Override
  public Reading<T> read(Raw raw) {
    return switch (raw) {
      case Raw.Text(String text) when text.isEmpty() -> Reading.bad("needs a value: " + form);
      case Raw.Text(String text) -> parsed(text);
      case Raw.Items _ -> Reading.bad("takes one value, not a list");
      case Raw.Fields _ -> Reading.bad("takes one value, not a mapping");
    };
  }

  private Reading<T> parsed(String text) {
    try {
      return Reading.good(parse.apply(text));
    } catch (IllegalArgumentException wrong) {
      var reason = wrong.getMessage();
      return Reading.bad(reason == null ? "'" + text + "' is not a " + form : reason);
    }
  }

  @Override
  public String print(T value) {
    return printer.apply(value);
  }
}
