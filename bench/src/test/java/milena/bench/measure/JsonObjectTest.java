package milena.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
  @Test
  void shouldEscapeWhatJsonDoesNotAllowInStrings() {
    // When
    String json =
        new JsonObject()
            .put("a\"b", "x\\y\nz")
            .put("n", 42)
            .put("d", 1.5)
            .put("m", Map.of("k", 1L))
            .toString();

    // Then
    assertThat(json)
        .isEqualTo("{\"a\\\"b\":\"x\\\\y\\u000az\",\"n\":42,\"d\":1.500,\"m\":{\"k\":1}}");
  }
}
