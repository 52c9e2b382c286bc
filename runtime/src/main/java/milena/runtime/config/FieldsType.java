package milena.runtime.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value of several named fields, each with a form of its own; one with a default may be left out.
 * In the file it is a YAML mapping, in a text it is {@code name=value} with blanks between, where a
 * field of several values is named once for each.
 */
public final class FieldsType<T> implements ValueType<T> {

  /**
   * One field.
   *
   * @param otherwise its value when it is left out; null when it must not be
   * @param part gives it from the whole
   */
  public record Field<T, V>(
      String name, ValueType<V> type, @Nullable V otherwise, Function<T, V> part) {

    Reading<V> read(@Nullable Raw raw) {
      if (raw == null) {
        return otherwise == null
            ? Reading.bad("field '" + name + "' is missing")
            : Reading.good(otherwise);
      }
      return switch (type.read(raw)) {
        case Reading.Good<V> good -> good;
        case Reading.Bad<V>(String reason) -> Reading.bad(name + ": " + reason);
      };
    }

    String print(T whole) {
      var value = part.apply(whole);
      if (value.equals(otherwise)) {
        return "";
      }
      return List.of(type.print(value).split(",")).stream()
          .map(text -> " " + name + "=" + text)
          .collect(Collectors.joining());
    }
  }

  /** The fields of one value, all of them read. */
  public static final class Values {
    private final Map<Field<?, ?>, Object> values = new LinkedHashMap<>();

    private Values() {}

    /** What was written, or the default. */
    @SuppressWarnings("unchecked") // a field is only ever stored beside a value of its own type
    public <V> V get(Field<?, V> field) {
      return (V) Objects.requireNonNull(values.get(field), field.name());
    }
  }

  private final List<Field<T, ?>> fields;
  private final Function<Values, T> build;

  /**
   * A type of these fields.
   *
   * @param build makes the value; throws IllegalArgumentException with a reason
   */
  public FieldsType(List<Field<T, ?>> fields, Function<Values, T> build) {
    this.fields = List.copyOf(fields);
    this.build = build;
  }

  /** Several such values. */
  public ValueType<List<T>> list() {
    return new ListType<>(this, form() + ",…", 0);
  }

  @Override
  public String form() {
    return fields.stream()
            .filter(field -> field.otherwise() == null)
            .map(field -> field.name() + "=" + field.type().form())
            .collect(Collectors.joining(" "))
        + " …";
  }

  @Override
  public Reading<T> read(Raw raw) {
    return switch (raw) {
      case Raw.Text(String text) -> ofText(text);
      case Raw.Fields(Map<String, Raw> written) -> ofFields(written);
      case Raw.Items _ -> Reading.bad("takes the fields " + String.join(", ", names()));
    };
  }

  private Reading<T> ofText(String text) {
    var written = new LinkedHashMap<String, List<Raw>>();
    for (var pair : text.strip().split("\\s+")) {
      var parts = pair.split("=", 2);
      if (parts.length < 2) {
        return Reading.bad("'" + pair + "' is not a field as in " + form());
      }
      written.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(new Raw.Text(parts[1]));
    }
    var raws = new LinkedHashMap<String, Raw>();
    written.forEach(
        (name, values) ->
            raws.put(name, values.size() == 1 ? values.getFirst() : new Raw.Items(values)));
    return ofFields(raws);
  }

  private Reading<T> ofFields(Map<String, Raw> written) {
    var problems = new ArrayList<String>();
    for (var name : written.keySet()) {
      if (!names().contains(name)) {
        problems.add("no field '%s'; did you mean %s?".formatted(name, Nearest.to(name, names())));
      }
    }
    var values = new Values();
    for (var field : fields) {
      switch (field.read(written.get(field.name()))) {
        case Reading.Good<?>(Object value) -> values.values.put(field, value);
        case Reading.Bad<?>(String reason) -> problems.add(reason);
      }
    }
    if (!problems.isEmpty()) {
      return Reading.bad(String.join("; ", problems));
    }
    try {
      return Reading.good(build.apply(values));
    } catch (IllegalArgumentException wrong) {
      return Reading.bad(String.valueOf(wrong.getMessage()));
    }
  }

  private List<String> names() {
    return fields.stream().<String>map(Field::name).toList();
  }

  @Override
  public String print(T value) {
    return fields.stream().map(field -> field.print(value)).collect(Collectors.joining()).strip();
  }
}
