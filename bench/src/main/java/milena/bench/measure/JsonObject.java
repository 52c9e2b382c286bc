package milena.bench.measure;

import java.util.Locale;
import java.util.Map;

/** Writes one JSON object, field by field, in the order in which they are put. */
public final class JsonObject {
  private final StringBuilder text = new StringBuilder("{");

  /** Puts a whole number. */
  public JsonObject put(String name, long value) {
    return raw(name, Long.toString(value));
  }

  /** Puts a number with three decimals. */
  public JsonObject put(String name, double value) {
    return raw(name, String.format(Locale.ROOT, "%.3f", value));
  }

  /** Puts a string, escaped as RFC 8259 section 7 asks. */
  public JsonObject put(String name, String value) {
    return raw(name, quoted(value));
  }

  /** Puts an object whose fields are the counts of this map, in its order. */
  public JsonObject put(String name, Map<String, Long> counts) {
    var object = new JsonObject();
    counts.forEach(object::put);
    return raw(name, object.toString());
  }

  /** Puts a value that is JSON already. */
  public JsonObject raw(String name, String json) {
    if (text.length() > 1) {
      text.append(',');
    }
    text.append(quoted(name)).append(':').append(json);
    return this;
  }

  /** Returns the object as JSON in one line. */
  @Override
  public String toString() {
    return text + "}";
  }

  private static String quoted(String value) {
    var out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
