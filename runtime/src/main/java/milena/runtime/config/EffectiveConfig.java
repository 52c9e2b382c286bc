package milena.runtime.config;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value of every setting in this process, and where each is from. */
public final class EffectiveConfig implements ConfigResult {

  private final Map<Setting<?>, Configured<?>> values;

  EffectiveConfig(Map<Setting<?>, Configured<?>> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /** One value; null when the setting has no default and nobody gave one. */
  record Configured<T>(Setting<T> setting, @Nullable T value, Origin origin) {
    static <T> Configured<T> byDefault(Setting<T> setting) {
      return new Configured<>(setting, setting.defaultValue(), new Origin.Default());
    }

    Row row() {
      var given = value;
      var text = given == null ? "" : setting.type().print(given);
      return new Row(setting.name(), text, given != null, origin.toString());
    }
  }

  /** The same with the value that a setting comes to; where it is from stays as it is. */
  public <T> EffectiveConfig with(Setting<T> setting, T value) {
    var with = new EffectiveConfig(values);
    with.values.put(setting, new Configured<>(setting, value, origin(setting)));
    return with;
  }

  /**
   * One line of the report.
   *
   * @param value as it would be written, secrets masked; empty when there is none
   * @param set whether there is a value
   */
  public record Row(String name, String value, boolean set, String origin) {}

  /**
   * The value of a setting that has a default.
   *
   * @throws IllegalStateException if it has none and nobody gave a value; use {@link #find} there
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException("no value and no default: " + setting.name()));
  }

  /** The value if there is one, given or by default. */
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable(configured(setting).value());
  }

  public Origin origin(Setting<?> setting) {
    return configured(setting).origin();
  }

  /** Whether somebody gave a value; a boolean that was given as false counts as not given. */
  public boolean isGiven(Setting<?> setting) {
    var configured = configured(setting);
    return !(configured.origin() instanceof Origin.Default)
        && !Boolean.FALSE.equals(configured.value());
  }

  /** Every setting in the order of the catalogue. */
  public List<Row> rows() {
    return values.values().stream().map(Configured::row).toList();
  }

  /** The rows as aligned columns: name, value, where from. */
  public String toText() {
    var rows = rows();
    var name = rows.stream().mapToInt(row -> row.name().length()).max().orElse(1);
    var value = rows.stream().mapToInt(row -> shown(row).length()).max().orElse(1);
    var text = new StringBuilder();
    for (var row : rows) {
      text.append(pad(row.name(), name)).append("  ");
      text.append(pad(shown(row), Math.min(value, 40))).append("  ");
      text.append(row.origin()).append('\n');
    }
    return text.toString();
  }

  /**
   * The rows as a JSON array of {@code {"name","value","from"}}; a value that is not set is null.
   */
  public String toJson() {
    var text = new StringWriter();
    try (var json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (var row : rows()) {
        json.writeStartObject();
        json.writeStringField("name", row.name());
        if (row.set()) {
          json.writeStringField("value", row.value());
        } else {
          json.writeNullField("value");
        }
        json.writeStringField("from", row.origin());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text + "\n";
  }

  private static String shown(Row row) {
    return row.value().isEmpty() ? "-" : row.value();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  @SuppressWarnings("unchecked") // a setting is only ever stored beside a value of its own type
  private <T> Configured<T> configured(Setting<T> setting) {
    var found = values.get(setting);
    if (found == null) {
      throw new IllegalArgumentException("not in the catalogue: " + setting.name());
    }
    return (Configured<T>) found;
  }
}
