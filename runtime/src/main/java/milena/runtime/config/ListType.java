package milena.runtime.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several values of one type: separated by commas in a text, or a YAML list.
 *
 * @param least how many there must be
 */
record ListType<T>(ValueType<T> item, String form, int least) implements ValueType<List<T>> {

  /** A list longer than this is a mistake, not a configuration. */
  private static final int MOST = 1_000;

  @Override
  public Reading<List<T>> read(Raw raw) {
    return switch (raw) {
      case Raw.Text(String text) when text.isEmpty() -> Reading.bad("needs a value: " + form);
      case Raw.Text(String text) ->
          each(Arrays.stream(text.split(",", -1)).<Raw>map(Raw.Text::new).toList());
      case Raw.Items(List<Raw> items) -> each(items);
      case Raw.Fields _ -> each(List.of(raw));
    };
  }

  private Reading<List<T>> each(List<Raw> raws) {
    if (raws.size() > MOST) {
      return Reading.bad("has more than " + MOST + " entries");
    }
    if (raws.size() < least) {
      return Reading.bad("name at least " + least + " of " + form);
    }
    var values = new ArrayList<T>();
    for (var raw : raws) {
      switch (item.read(raw)) {
        case Reading.Good<T>(T value) -> values.add(value);
        case Reading.Bad<T>(String reason) -> {
          return Reading.bad(reason);
        }
      }
    }
    return Reading.good(List.copyOf(values));
  }

  @Override
  public String print(List<T> value) {
    return value.stream().map(item::print).collect(Collectors.joining(","));
  }
}
