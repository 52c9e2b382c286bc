package milena.http.compose;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Extension;
import io.pebbletemplates.pebble.extension.ExtensionCustomizer;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.extension.Test;
import io.pebbletemplates.pebble.extension.core.LengthFilter;
import io.pebbletemplates.pebble.extension.core.NullTest;
import io.pebbletemplates.pebble.extension.escaper.EscapeFilter;
import io.pebbletemplates.pebble.extension.escaper.RawFilter;
import io.pebbletemplates.pebble.operator.BinaryOperator;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.pebbletemplates.pebble.tokenParser.TokenParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of Jinja that there are: of each of Pebble's extensions only those that cannot multiply
 * what they are given, call anything, or run for long.
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

  private static final int LONGEST = 1 << 20;

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
            kept.put(name, name.equals("raw") || name.equals("escape") ? filter : bounded(filter));
          }
        });
    return kept;
  }

  private static Filter bounded(Filter filter) {
    return new Filter() {
      @Override
      public @Nullable Object apply(
          @Nullable Object input,
          Map<String, Object> args,
          PebbleTemplate self,
          EvaluationContext context,
          int line) {
        if (input != null && !(input instanceof List) && !(input instanceof Map)) {
          check(input, self, line);
        }
        var result = filter.apply(input, args, self, context, line);
        if (result instanceof CharSequence) {
          check(result, self, line);
        }
        return result;
      }

      @Override
      public List<String> getArgumentNames() {
        return filter.getArgumentNames();
      }
    };
  }

  private static void check(Object text, PebbleTemplate self, int line) {
    if (text.toString().length() > LONGEST) {
      throw new PebbleException(null, "a text is too long to filter", line, self.getName());
    }
  }

  @Override
  public Map<String, Function> getFunctions() {
    return Map.of();
  }

  @Override
  public Map<String, Test> getTests() {
    var all = super.getTests();
    return all == null ? Map.of() : all;
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
        : all.stream().filter(one -> OPERATORS.contains(one.getSymbol())).toList();
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
          "e", new EscapeFilter(), "safe", new RawFilter(), "count", bounded(new LengthFilter()));
    }

    @Override
    public Map<String, Test> getTests() {
      return Map.of("none", new NullTest());
    }
  }
}
