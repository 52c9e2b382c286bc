package milena.policy.kumo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads a file into values that know their lines. */
final class TomlReader {
  private final String file;

  private TomlReader(String file) {
    this.file = file;
  }

  /**
   * Reads one file.
   *
   * @param mistakes takes what is wrong with it; nothing is returned then
   */
  static Optional<Said.Table> read(ShapingFile file, List<Imported.Mistake> mistakes) {
    var reader = new TomlReader(file.name());
    try {
      var parsed = Toml.parse(file.text());
      parsed.errors().stream()
          .map(
              error ->
                  new Imported.Mistake(
                      reader.spot(error.position()), String.valueOf(error.getMessage())))
          .forEach(mistakes::add);
      return parsed.hasErrors()
          ? Optional.empty()
          : Optional.of(reader.table(parsed, new Spot(file.name(), 1)));
    } catch (StackOverflowError tooDeep) {
      // The parser calls itself for each bracket, and has no bound of its own.
      mistakes.add(new Imported.Mistake(new Spot(file.name(), 1), "is nested too deeply"));
      return Optional.empty();
    }
  }

  private Said.Table table(TomlTable table, Spot at) {
    var values = new LinkedHashMap<String, Said>();
    for (var key : table.keySet()) {
      var path = List.of(key);
      var spot = spot(table.inputPositionOf(path));
      values.put(key, value(table.get(path), spot));
    }
    return new Said.Table(Collections.unmodifiableMap(values), at);
  }

  private Said value(@Nullable Object value, Spot at) {
    return switch (value) {
      case String text -> new Said.Text(text, at);
      case Long number -> new Said.Whole(number, at);
      case Boolean set -> new Said.Flag(set, at);
      case Double number -> new Said.Decimal(number, at);
      case TomlTable table -> table(table, at);
      case TomlArray array -> {
        var values = new ArrayList<Said>();
        for (int i = 0; i < array.size(); i++) {
          values.add(value(array.get(i), spot(array.inputPositionOf(i))));
        }
        yield new Said.Many(List.copyOf(values), at);
      }
      case null, default -> new Said.Moment(String.valueOf(value), at);
    };
  }

  private Spot spot(@Nullable TomlPosition position) {
    return new Spot(file, position == null ? 1 : position.line());
  }
}
