package milena.http.operate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an order: an object with {@code kind}, {@code why}, and an object {@code arguments}. */
final class OrderReader {
  private static final int MOST_ARGUMENTS = 32;
  private static final String KIND = "kind";
  private static final String WHY = "why";
  private static final String ARGUMENTS = "arguments";
  private static final Set<String> TEXTS = Set.of(KIND, WHY);
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private OrderReader() {}

  /** The order that a text is; empty when it is none. */
  static Optional<QueueDesk.Order> read(InputStream text, String who) throws IOException {
    try (var parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      var texts = new HashMap<String, String>();
      Map<String, String> arguments = Map.of();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var name = parser.currentName();
        var token = parser.nextToken();
        if (TEXTS.contains(name) && token == JsonToken.VALUE_STRING) {
          texts.put(name, parser.getText());
        } else if (name.equals(ARGUMENTS) && token == JsonToken.START_OBJECT) {
          arguments = arguments(parser);
        } else {
          return Optional.empty();
        }
      }
      boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
      return Optional.of(order(texts, arguments, who)).filter(_ -> whole);
    } catch (JsonProcessingException noJson) {
      return Optional.empty();
    }
  }

  private static QueueDesk.Order order(
      Map<String, String> texts, Map<String, String> arguments, String who) {
    return new QueueDesk.Order(
        texts.getOrDefault(KIND, ""), arguments, who, texts.getOrDefault(WHY, ""));
  }

  private static Map<String, String> arguments(JsonParser parser) throws IOException {
    var read = new LinkedHashMap<String, String>();
    while (parser.nextToken() == JsonToken.FIELD_NAME && read.size() < MOST_ARGUMENTS) {
      var name = parser.currentName();
      if (!parser.nextToken().isScalarValue()) {
        // The token that ends this object is missed then, and with it the end of the order.
        return Map.of();
      }
      read.put(name, parser.getText());
    }
    return read;
  }
}
