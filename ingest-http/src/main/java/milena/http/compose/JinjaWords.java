package milena.http.compose;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.extension.core.DefinedTest;
import io.pebbletemplates.pebble.extension.core.LengthFilter;
import io.pebbletemplates.pebble.extension.core.NullTest;
import io.pebbletemplates.pebble.extension.escaper.EscapeFilter;
import io.pebbletemplates.pebble.extension.escaper.RawFilter;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of Jinja that there are: of each of Pebble's extensions only those that cannot multiply
 * what they are given, call anything, or run for long; and what they do is {@link Charged}.
 */
final class JinjaWords extends ExtensionCustomizer {

  static final Set<String> FILTERS =
      Set.of(
          "upper",
          "lower",
          "capitalize",
          "title",
          "trim",
          "default",
          "escape",
          "raw",
          "length",
          "first",
          "last",
          "urlencode",
          "abs");

  // Not: "~" and "+", which make texts longer; "..", which makes lists; "matches", which may run
  // for ever.
  private static final Set<String> OPERATORS =
      Set.of(
          "or", "and", "is", "is not", "contains", "==", "equals", "!=", ">", "<", ">=", "<=", "|");

  /** Those that look at their texts. */
  private static final Set<String> COMPARING =
      Set.of("contains", "==", "equals", "!=", ">", "<", ">=", "<=");

  JinjaWords(Extension whole) {
    super(whole);
  }

  @Override
  public Map<String, Filter> getFilters() {
    var all = super.getFilters();
    if (all == null) {
      return Map.of();
    }
    var kept = new HashMap<String, Filter>();
    all.forEach(
        (name, filter) -> {
          if (FILTERS.contains(name)) {
            kept.put(name, Charged.filter(name, filter));
          }
        });
    return kept;
  }

  @Override
  public Map<String, Function> getFunctions() {
    return Map.of();
  }

  @Override
  public Map<String, Test> getTests() {
    var all = super.getTests();
    if (all == null) {
      return Map.of();
    }
    var kept = new HashMap<String, Test>();
    // Pebble knows the test for what is defined by its class.
    all.forEach(
        (name, test) -> kept.put(name, test instanceof DefinedTest ? test : Charged.test(test)));
    return kept;
  }

  @Override
  public List<TokenParser> getTokenParsers() {
    return List.of();
  }

  @Override
  public List<BinaryOperator> getBinaryOperators() {
    var all = super.getBinaryOperators();
    return all == null
        ? List.of()
        : all.stream()
            .filter(one -> OPERATORS.contains(one.getSymbol()))
            .map(one -> COMPARING.contains(one.getSymbol()) ? Charged.operator(one) : one)
            .toList();
  }

  @Override
  public List<AttributeResolver> getAttributeResolver() {
    return List.of();
  }

  /** A value of a map by its name, or of a list by its number; never anything of a class. */
  private static ResolvedAttribute attribute(
      @Nullable Object of,
      Object name,
      Object @Nullable [] arguments,
      Object args,
      Object context,
      String file,
      int line) {
    BoundedText.current().step();
    if (of instanceof Map<?, ?> map) {
      return new ResolvedAttribute(map.get(String.valueOf(name)));
    }
    if (of instanceof List<?> list && name.toString().matches("[0-9]{1,9}")) {
      int index = Integer.parseInt(name.toString());
      return new ResolvedAttribute(index < list.size() ? list.get(index) : null);
    }
    return new ResolvedAttribute(null);
  }

  /** What Jinja has and Pebble calls otherwise. */
  static final class Additions extends AbstractExtension {
    @Override
    public List<TokenParser> getTokenParsers() {
      return List.of(new JinjaIf(), new JinjaFor());
    }

    @Override
    public List<AttributeResolver> getAttributeResolver() {
      return List.of(JinjaWords::attribute);
    }

    @Override
    public Map<String, Filter> getFilters() {
      return Map.of(
          "e",
          Charged.filter("escape", new EscapeFilter()),
          "safe",
          Charged.filter("raw", new RawFilter()),
          "count",
          Charged.filter("length", new LengthFilter()));
    }

    @Override
    public Map<String, Test> getTests() {
      return Map.of("none", Charged.test(new NullTest()));
    }
  }
}
