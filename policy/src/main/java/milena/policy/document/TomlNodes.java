package milena.policy.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import milena.policy.Place;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads TOML. Numbers, times and days become the text that YAML would have of them, so that what is
 * taken there is taken here.
 */
final class TomlNodes {

  private static final Comparator<TomlPosition> AS_WRITTEN =
      Comparator.comparingInt(TomlPosition::line).thenComparingInt(TomlPosition::column);

  private final String text;
  private final int[] lineStarts;

  private TomlNodes(String text) {
    this.text = text;
    this.lineStarts =
        IntStream.concat(
                IntStream.of(0),
                IntStream.range(0, text.length())
                    .filter(i -> text.charAt(i) == '\n')
                    .map(i -> i + 1))
            .toArray();
  }

  /** It is more deeply nested than any document needs. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Returns what it says; empty where it is no TOML, which is noted. */
  static Optional<Node> read(String text, Findings findings) {
    try {
      var parsed = Toml.parse(text);
      for (var wrong : parsed.errors()) {
        findings.error(new Place("", line(wrong.position())), "is not TOML: " + wrong.getMessage());
      }
      return parsed.hasErrors()
          ? Optional.empty()
          : Optional.of(new TomlNodes(text).table(parsed, 1, 1));
    } catch (StackOverflowError | TooDeep nested) {
      // The parser calls itself for each bracket, and has no bound of its own.
      findings.error(PolicyReader.TOP, "is not TOML that is taken here: it is nested too deeply");
      return Optional.empty();
    }
  }

  private Node table(TomlTable table, int line, int depth) {
    if (depth > PolicyReader.DEEPEST) {
      throw new TooDeep();
    }
    record Found(TomlPosition at, Node.Entry entry) {}
    var found = new ArrayList<Found>();
    for (var key : table.keySet()) {
      var path = List.of(key);
      var at = table.inputPositionOf(path);
      var position = at == null ? TomlPosition.positionAt(line, 1) : at;
      var value = node(table.get(path), position.line(), depth);
      found.add(new Found(position, new Node.Entry(key, position.line(), value)));
    }
    found.sort(Comparator.comparing(Found::at, AS_WRITTEN));
    return new Node.Mapping(found.stream().map(Found::entry).toList(), line);
  }

  private Node array(TomlArray array, int line, int depth) {
    if (depth > PolicyReader.DEEPEST) {
      throw new TooDeep();
    }
    var elements = new ArrayList<Node>();
    for (int i = 0; i < array.size(); i++) {
      elements.add(node(array.get(i), lineOfElement(array.inputPositionOf(i)), depth));
    }
    return new Node.Listing(elements, line);
  }

  private Node node(@Nullable Object value, int line, int depth) {
    return switch (value) {
      case TomlTable table -> table(table, line, depth + 1);
      case TomlArray array -> array(array, line, depth + 1);
      case Double number when Double.isFinite(number) ->
          new Node.Scalar(BigDecimal.valueOf(number).toPlainString(), line);
      case null -> new Node.Scalar("", line);
      default -> new Node.Scalar(String.valueOf(value), line);
    };
  }

  // The parser's place of an element is where the bracket or comma before it ends.
  private int lineOfElement(@Nullable TomlPosition position) {
    int line = line(position);
    if (position == null || line > lineStarts.length) {
      return line;
    }
    boolean comment = false;
    for (int i = lineStarts[line - 1] + position.column() - 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        comment = false;
      } else if (c == '#') {
        comment = true;
      } else if (!comment && !Character.isWhitespace(c)) {
        return line;
      }
    }
    return line(position);
  }

  private static int line(@Nullable TomlPosition position) {
    return position == null ? 1 : position.line();
  }
}
