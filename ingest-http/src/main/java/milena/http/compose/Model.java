package milena.http.compose;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import milena.http.request.Injection.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * What templates see: maps, lists, texts, numbers, truth values and null, and nothing else of this
 * program. Going through a list or a map costs effort.
 */
final class Model {

  private final Effort effort;
  private final boolean oneLine;
  private final Map<String, @Nullable Object> common;

  /**
   * With what is the same for all recipients.
   *
   * @param oneLine whether no text may have a line end or another control character in it, as in a
   *     header; each becomes a blank
   */
  Model(Map<String, Object> substitutions, boolean oneLine, Effort effort) {
    this.effort = effort;
    this.oneLine = oneLine;
    this.common = map(substitutions);
  }

  /** What one recipient's templates see: its own substitutions go first. */
  Map<String, @Nullable Object> of(Recipient recipient) {
    var all = new HashMap<String, @Nullable Object>(common);
    all.put("email", value(recipient.email()));
    if (recipient.name() != null) {
      all.put("name", value(recipient.name()));
    }
    all.putAll(map(recipient.substitutions()));
    return all;
  }

  private Map<String, @Nullable Object> map(Map<?, ?> of) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    of.forEach((name, value) -> map.put(text(String.valueOf(name)), value(value)));
    return map;
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> new CountedMap(map(map), effort);
      case List<?> list -> new Counted(list.stream().map(this::value).toArray(), effort);
      case String text -> text(text);
      case null -> null;
      default -> value;
    };
  }

  private String text(String text) {
    if (!oneLine || text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    var line = new StringBuilder(text);
    for (int i = 0; i < line.length(); i++) {
      if (Character.isISOControl(line.charAt(i))) {
        line.setCharAt(i, ' ');
      }
    }
    return line.toString();
  }

  /** A list whose every step is counted. */
  private static final class Counted extends AbstractList<@Nullable Object> {
    private final @Nullable Object[] values;
    private final Effort effort;

    Counted(@Nullable Object[] values, Effort effort) {
      this.values = values;
      this.effort = effort;
    }

    @Override
    public @Nullable Object get(int index) {
      effort.step();
      return values[index];
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
      effort.step();
      return super.iterator();
    }

    @Override
    public int size() {
      return values.length;
    }
  }

  /** A map whose every step is counted, when it is gone through. */
  private static final class CountedMap extends AbstractMap<String, @Nullable Object> {
    private final Map<String, @Nullable Object> values;
    private final Effort effort;

    CountedMap(Map<String, @Nullable Object> values, Effort effort) {
      this.values = values;
      this.effort = effort;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
      return values.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return values.containsKey(name);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<String, @Nullable Object>> iterator() {
          var all = values.entrySet().iterator();
          effort.step();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return all.hasNext();
            }

            @Override
            public Entry<String, @Nullable Object> next() {
              effort.step();
              return all.next();
            }
          };
        }

        @Override
        public int size() {
          return values.size();
        }
      };
    }
  }
}
