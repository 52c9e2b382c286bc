package milena.runtime.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A value of several named fields, all of them required: a YAML mapping, or in a text the fields in
 * their order with colons between, the last one taking the rest.
 *
 * @param fields the names, in order
 * @param build makes the value of all fields; throws IllegalArgumentException with a reason
 * @param parts gives the fields of a value in their order
 */
public record RecordType<T>(
    List<String> fields, Function<Map<String, String>, T> build, Function<T, List<String>> parts)
    implements ValueType<T> {

  public RecordType {
    fields = List.copyOf(fields);
  }

  /** Several such values. */
  public ValueType<List<T>> list() {
    return new ListType<>(this, form() + ",…", 0);
  }

  @Override
  public String form() {
    return String.join(":", fields).toUpperCase(Locale.ROOT);
  }

  @Override
  public Reading<T> read(Raw raw) {
    return switch (raw) {
      case Raw.Text(String text) -> ofText(text);
      case Raw.Fields(Map<String, Raw> written) -> ofFields(written);
      case Raw.Items _ -> Reading.bad("takes the fields " + String.join(", ", fields));
    };
  }

  private Reading<T> ofText(String text) {
    var values = text.split(":", fields.size());
    if (values.length < fields.size()) {
      return Reading.bad("'" + text + "' is not " + form());
    }
    var named = new LinkedHashMap<String, String>();
    for (int i = 0; i < values.length; i++) {
      named.put(fields.get(i), values[i]);
    }
    return built(named);
  }

  private Reading<T> ofFields(Map<String, Raw> written) {
    var named = new LinkedHashMap<String, String>();
    var problems = new ArrayList<String>();
    for (var entry : written.entrySet()) {
      var name = entry.getKey();
      if (!fields.contains(name)) {
        problems.add("no field '%s'; did you mean %s?".formatted(name, Nearest.to(name, fields)));
      } else if (entry.getValue() instanceof Raw.Text(String text)) {
        named.put(name, text);
      } else {
        problems.add("field '" + name + "' takes one value");
      }
    }
    fields.stream()
        .filter(field -> !written.containsKey(field))
        .forEach(field -> problems.add("field '" + field + "' is missing"));
    return problems.isEmpty() ? built(named) : Reading.bad(String.join("; ", problems));
  }

  private Reading<T> built(Map<String, String> named) {
    for (var field : fields) {
      if (named.getOrDefault(field, "").isBlank()) {
        return Reading.bad("field '" + field + "' is empty");
      }
    }
    try {
      return Reading.good(build.apply(named));
    } catch (IllegalArgumentException wrong) {
      return Reading.bad(String.valueOf(wrong.getMessage()));
    }
  }

  @Override
  public String print(T value) {
    return String.join(":", parts.apply(value));
  }
}
