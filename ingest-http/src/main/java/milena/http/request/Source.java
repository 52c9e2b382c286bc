package milena.http.request;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text under the eye, token by token; every fault says where it is. Belongs to one thread.
 */
final class Source implements AutoCloseable {

  private static final int DEEPEST = 64;
  private static final int LONGEST_NAME = 1_000;
  private static final int LONGEST_NUMBER = 100;

  /** A value or a name takes memory beside its characters: about as much as so many of them. */
  private static final int COST_OF_VALUE = 32;

  private final JsonParser parser;
  private int budget;

  /** One in which a name that an object has twice is a fault. */
  Source(InputStream bytes, Bounds bounds) throws IOException {
    this(bytes, bounds, true);
  }

  /**
   * The same.
   *
   * @param strict whether a repeated name is a fault; every name of an object is in memory for that
   *     until the object ends, so whoever is not strict may pass over objects of any size
   */
  Source(InputStream bytes, Bounds bounds, boolean strict) throws IOException {
    var factory =
        JsonFactory.builder()
            .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(bounds.text())
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();
    parser = factory.createParser(bytes);
  }

  /** Something that is read from the token under the eye on. */
  interface Reading<F> {
    void read(F field) throws IOException, Refusal;
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  private <T> T guarded(Step<T> step) throws IOException, Refusal {
    try {
      return step.take();
    } catch (StreamConstraintsException tooMuch) {
      throw refuse(413, "Larger than is taken: " + tooMuch.getOriginalMessage());
    } catch (JsonProcessingException malformed) {
      var at = malformed.getLocation();
      throw refuse(
          400,
          "Not JSON at line %d, column %d: %s"
              .formatted(
                  at == null ? 0 : at.getLineNr(),
                  at == null ? 0 : at.getColumnNr(),
                  malformed.getOriginalMessage()));
    }
  }

  @Nullable JsonToken next() throws IOException, Refusal {
    return guarded(parser::nextToken);
  }

  @Nullable JsonToken token() {
    return parser.currentToken();
  }

  String name() throws IOException, Refusal {
    return guarded(parser::currentName);
  }

  /** Bytes before what is under the eye, or before its end. */
  long offset() {
    return parser.currentLocation().getByteOffset();
  }

  void skip() throws IOException, Refusal {
    guarded(parser::skipChildren);
  }

  /** Passes over what is under the eye; answers how many tokens that has inside. */
  long skip(long most) throws IOException, Refusal {
    long inside = 0;
    var token = token();
    for (int depth = opens(token); depth > 0; inside++) {
      if (inside == most) {
        throw refuse(413, "More than " + most + " values and names.");
      }
      token = next();
      depth += opens(token);
      depth -= token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT ? 1 : 0;
    }
    return inside;
  }

  private static int opens(@Nullable JsonToken token) {
    return token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT ? 1 : 0;
  }

  Refusal refuse(int status, String detail) {
    return Refusal.of(status, detail, parser.getParsingContext().pathAsPointer().toString());
  }

  private Refusal wrongType(String wanted) {
    return refuse(400, "Must be " + wanted + ".");
  }

  /** Reads the fields of an object; the token under the eye is its brace. */
  <F extends Enum<F>> void object(Class<F> fields, Reading<F> reading) throws IOException, Refusal {
    if (token() != JsonToken.START_OBJECT) {
      throw wrongType("an object");
    }
    while (next() != JsonToken.END_OBJECT) {
      var name = guarded(parser::currentName);
      var field = Field.find(fields, name);
      next();
      if (field.isEmpty()) {
        throw refuse(400, "There is no such field.");
      }
      reading.read(field.get());
    }
  }

  /** Reads an array; runs once for each element, with that under the eye. */
  void array(int most, Reading<Integer> reading) throws IOException, Refusal {
    if (token() != JsonToken.START_ARRAY) {
      throw wrongType("an array");
    }
    for (int index = 0; next() != JsonToken.END_ARRAY; index++) {
      if (index >= most) {
        throw refuse(413, "More than " + most + " of them.");
      }
      reading.read(index);
    }
  }

  String string() throws IOException, Refusal {
    if (token() != JsonToken.VALUE_STRING) {
      throw wrongType("a string");
    }
    return guarded(parser::getText);
  }

  /** The same, of at most so many characters. */
  String string(int most) throws IOException, Refusal {
    var text = string();
    if (text.length() > most) {
      throw refuse(413, "Longer than " + most + " characters.");
    }
    return text;
  }

  @Nullable String optional() throws IOException, Refusal {
    return token() == JsonToken.VALUE_NULL ? null : string();
  }

  @Nullable String optional(int most) throws IOException, Refusal {
    return token() == JsonToken.VALUE_NULL ? null : string(most);
  }

  boolean flag() throws Refusal {
    return switch (token()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      case null, default -> throw wrongType("true or false");
    };
  }

  int integer(int least, int most) throws IOException, Refusal {
    if (token() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType("a whole number");
    }
    var text = guarded(parser::getText);
    if (text.length() <= 9) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw refuse(400, "Must be in %d to %d.".formatted(least, most));
  }

  /** The bytes of a string in base64, never all at once. */
  void base64(OutputStream to) throws IOException, Refusal {
    if (token() != JsonToken.VALUE_STRING) {
      throw wrongType("a string");
    }
    try {
      guarded(() -> parser.readBinaryValue(Base64Variants.MIME, to));
    } catch (IllegalArgumentException malformed) {
      throw refuse(400, "Must be base64.");
    }
  }

  /**
   * Names and texts; numbers, true and false are taken as they are written.
   *
   * @param total most characters of all names and texts
   */
  Map<String, String> texts(int most, int longest, int total) throws IOException, Refusal {
    var texts = new LinkedHashMap<String, String>();
    long characters = 0;
    if (token() == JsonToken.VALUE_NULL) {
      return texts;
    }
    if (token() != JsonToken.START_OBJECT) {
      throw wrongType("an object");
    }
    while (next() != JsonToken.END_OBJECT) {
      var name = guarded(parser::currentName);
      var token = next();
      if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
        throw wrongType("a string");
      }
      var text = guarded(parser::getText);
      if (text.length() > longest || texts.size() >= most) {
        throw refuse(413, "More than %d of them, or longer than %d.".formatted(most, longest));
      }
      characters += name.length() + text.length();
      if (characters > total) {
        throw refuse(413, "More than " + total + " characters in all.");
      }
      texts.put(name, text);
    }
    return texts;
  }

  /** What templates are filled with: maps, lists, texts, numbers, truth values, and null. */
  Map<String, Object> substitutions(Bounds bounds) throws IOException, Refusal {
    if (token() == JsonToken.VALUE_NULL) {
      return Map.of();
    }
    if (token() != JsonToken.START_OBJECT) {
      throw wrongType("an object");
    }
    budget = bounds.substitutions();
    return map(bounds);
  }

  private Map<String, Object> map(Bounds bounds) throws IOException, Refusal {
    var map = new LinkedHashMap<String, Object>();
    while (next() != JsonToken.END_OBJECT) {
      var name = guarded(parser::currentName);
      charge(name.length());
      charge(COST_OF_VALUE);
      next();
      map.put(name, value(bounds));
    }
    return map;
  }

  private List<Object> list(Bounds bounds) throws IOException, Refusal {
    var list = new ArrayList<Object>();
    while (next() != JsonToken.END_ARRAY) {
      list.add(value(bounds));
    }
    return list;
  }

  @SuppressWarnings("NullAway") // null is a value of JSON as well
  private Object value(Bounds bounds) throws IOException, Refusal {
    charge(COST_OF_VALUE);
    return switch (token()) {
      case START_OBJECT -> map(bounds);
      case START_ARRAY -> list(bounds);
      case VALUE_STRING -> text(bounds);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      case VALUE_NULL -> null;
      case null, default -> throw wrongType("a value of JSON");
    };
  }

  private String text(Bounds bounds) throws IOException, Refusal {
    var text = guarded(parser::getText);
    if (text.length() > bounds.substitution()) {
      throw refuse(413, "Longer than " + bounds.substitution() + " characters.");
    }
    charge(text.length());
    return text;
  }

  // Whole numbers stay whole; one that no machine has stays as it was written.
  private Object number() throws IOException, Refusal {
    var text = guarded(parser::getText);
    charge(text.length());
    if (token() == JsonToken.VALUE_NUMBER_INT) {
      return text.length() <= 18 ? (Object) Long.parseLong(text) : text;
    }
    double value = Double.parseDouble(text.toLowerCase(Locale.ROOT));
    return Double.isFinite(value) ? (Object) value : text;
  }

  private void charge(int characters) throws Refusal {
    budget -= characters;
    if (budget < 0) {
      throw refuse(413, "More substitutions than are taken.");
    }
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
